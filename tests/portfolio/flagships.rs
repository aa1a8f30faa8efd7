//! Large industrial projects: the first day on which all holds.
