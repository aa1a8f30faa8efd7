//! Plannings: the profile.

use super::super::{FoldFault, Portfolio};
use super::member::{PROFILE, effective_on, is_doubtful, money, policy_last, skip_text, to_last};
use crate::audit::Glance;
use crate::canonical::Ends;
use crate::lifecycle::Position;
use crate::project::{Change, Profile};
use crate::value::{Text, ZoneId};

impl Portfolio {
    /// Takes in a planning. Of the data, what stands before the verb is left.
    pub(super) fn add_planning(&mut self, glance: Glance<'_>, mut data: Ends<'_>) -> Option<Result<(), FoldFault>> {
        (glance.event == Change::PLANNED.as_bytes()).then_some(())?;
        (to_last(&mut data)? == Position::START.stage()).then_some(())?;
        let on = effective_on(&mut data)?;
        data.past(b"\",\"from\":null")?;
        let mut profile = data.behind(&PROFILE)?;
        let before = data.rest().len() - profile.rest().len() - b",\"profile\":{".len();
        let mut before = Ends::new(data.take_first(before)?);
        policy_last(&mut before)?;
        before.rest().is_empty().then_some(())?;

        let planned = read(&mut profile)?;
        let is_doubtful = if profile.has(b",\"provenance\":{") {
            is_doubtful(profile)?
        } else {
            profile.rest().is_empty().then_some(false)?
        };
        Some(
            self.begins(glance.project, glance.version)
                .and_then(|()| self.plan(glance.project, planned, is_doubtful, on, glance.recorded)),
        )
    }
}

/// Reads a profile, its first bracket skipped. `None` if it tells what is seldom told.
fn read(data: &mut Ends<'_>) -> Option<Profile> {
    let category = if data.has(b"\"category\":\"") {
        let category = data.code()?;
        data.past(b",")?;
        Some(category)
    } else {
        None
    };
    if data.has(b"\"industry\":{\"code\":\"") {
        data.bytes()?;
        data.past(b",\"edition\":\"")?;
        data.bytes()?;
        data.past(b"},")?;
    }
    skip_text(data, b"\"investor\":\"")?;
    data.past(b"\"kind\":\"")?;
    let kind = data.code()?;
    data.past(b",\"name\":\"")?;
    let name = Text::new(data.text()?).ok()?;
    let total = if data.has(b",\"total_investment\":") { Some(money(data)?) } else { None };
    data.past(b",\"zone\":\"")?;
    let zone = ZoneId::new(data.text()?).ok()?;
    data.past(b"}")?;
    let mut profile = Profile::new(name, zone).of_kind(kind);
    if let Some(category) = category {
        profile = profile.in_category(category);
    }
    if let Some(total) = total {
        profile = profile.investing(total);
    }
    Some(profile)
}
