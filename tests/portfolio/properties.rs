//! What holds of any history.
