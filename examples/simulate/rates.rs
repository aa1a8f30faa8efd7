//! How often what happens, in a thousand. The table in the documentation of this program has them with their reasons.

/// Recorded one to five days after it took effect.
pub(crate) const LATE: u32 = 220;
/// Recorded six to thirty days after.
pub(crate) const LONG_LATE: u32 = 90;
/// Recorded later still, up to eighty days.
pub(crate) const VERY_LATE: u32 = 15;

/// Projects whose papers have their amounts in dollars.
pub(crate) const IN_DOLLARS: u32 = 35;
/// Plannings that tell no total investment.
pub(crate) const WITHOUT_TOTAL: u32 = 45;

/// Projects that the old register hands over, begun before 2017.
pub(crate) const STOCK: u32 = 280;
/// Dates of the old register that it does not have, but implies.
pub(crate) const INFERRED: u32 = 40;

/// New records of a project that another zone has recorded already.
pub(crate) const DOUBLE: u32 = 15;
/// New projects that are the second phase of an earlier one.
pub(crate) const SECOND_PHASE: u32 = 25;

/// Projects that move to another zone before their start.
pub(crate) const RELOCATED: u32 = 35;
/// Talks that a further client joins.
pub(crate) const JOINED: u32 = 50;
/// Amendments of a profile, of all planned projects.
pub(crate) const AMENDED: u32 = 50;
/// Supplementary agreements, of all signings.
pub(crate) const SUPPLEMENTED: u32 = 90;
/// Schedules told anew when they can no longer be kept, of all signings.
pub(crate) const RESCHEDULED: u32 = 220;
/// Changes of a registered company.
pub(crate) const COMPANY_CHANGED: u32 = 50;
/// Changes of a site, of all registrations.
pub(crate) const SITE_CHANGED: u32 = 20;
/// Changes of an officer, of all signings.
pub(crate) const OFFICER_CHANGED: u32 = 160;
/// Officer, body and schedule assigned after the ten days that the plan's policy gives.
pub(crate) const DUTIES_LATE: u32 = 100;
/// Never assigned until the registration is refused for them.
pub(crate) const DUTIES_FORGOTTEN: u32 = 20;

/// Works that rest in winter, of all works out of doors.
pub(crate) const WINTER_STOP: u32 = 880;
/// Winter stops that someone wants to record in October, which is refused.
pub(crate) const STOP_TOO_EARLY: u32 = 40;
/// Works that stop for another cause, of all starts.
pub(crate) const OTHER_STOP: u32 = 60;
/// Works that stood still in February and March 2020 and were not resting for the winter.
pub(crate) const EPIDEMIC_STOP: u32 = 700;

/// Starts for which a paper is promised instead of shown.
pub(crate) const COMMITTED: u32 = 300;
/// Starts on a construction permit that has lapsed, which is refused.
pub(crate) const PERMIT_LAPSED: u32 = 60;

/// Signings recorded for the wrong project and voided.
pub(crate) const VOIDED: u32 = 10;
/// Steps that get another date.
pub(crate) const REDATED: u32 = 18;
/// Steps whose evidence is told again.
pub(crate) const RESTATED: u32 = 18;
/// Plannings told again.
pub(crate) const REPLANNED: u32 = 12;
/// Reports of investment in a wrong unit, voided and given again.
pub(crate) const MISREPORTED: u32 = 8;
/// Reports given before their period is over, which is refused.
pub(crate) const REPORTED_EARLY: u32 = 6;
/// Signings that are told before the talks are, which is refused.
pub(crate) const TALKS_UNTOLD: u32 = 35;
/// Signings told before their day, which is refused.
pub(crate) const SIGNED_AHEAD: u32 = 20;
/// Findings told before the threshold is reached, which is refused.
pub(crate) const FOUND_EARLY: u32 = 120;
