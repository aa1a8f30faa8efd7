//! Members of the data that several types have, as they are written.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::canonical::Ends;
use crate::lifecycle::{Law, Position, Stage};
use crate::value::{Currency, Day, Money};

/// What is looked for between the ends, wherever it stands.
macro_rules! finders {
    ($($name:ident $literal:literal)+) => {
        $(pub(super) static $name: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new($literal));)+
    };
}

finders! {
    BEHIND_BY b"},\"effective_on\":\""
    PROFILE b"},\"profile\":{"
    PROVENANCE b"},\"provenance\":{"
    INFERRED b",\"inferred\":"
    COMMITTED b"\"status\":\"committed\""
    REGISTERED_CODE b",\"project_code\":\""
    STARTED_CODE b"\"project_code\":{"
}

/// Takes the stage that `to` names, at the end; its last quotation mark was skipped.
pub(super) fn to_last(data: &mut Ends<'_>) -> Option<Stage> {
    let stage = data.text_last()?.parse().ok()?;
    data.past_last(b",\"to\":")?;
    Some(stage)
}

/// Takes law and policy, at the end.
pub(super) fn policy_last(data: &mut Ends<'_>) -> Option<()> {
    data.past_last(b"\"}")?;
    data.bytes_last()?;
    data.past_last(b"\",\"id\":")?;
    data.take_last::<64>()?;
    data.past_last(b",\"policy\":{\"digest\":\"")?;
    let law = u32::try_from(data.number_last()?).ok()?;
    data.past_last(b",\"law\":")?;
    Law::of(law).map(|_| ())
}

/// Takes the place that `from` names, at the end. A zombie says more, so it is read in full.
pub(super) fn from_last(data: &mut Ends<'_>) -> Option<Position> {
    data.past_last(b"\"")?;
    let stage = data.text_last()?.parse().ok()?;
    data.past_last(b",\"from\":")?;
    Position::at(stage)
}

/// Takes who acted, if they are known, and the effective date, at the beginning.
pub(super) fn effective_on(data: &mut Ends<'_>) -> Option<Day> {
    if data.has(b"{\"by\":{") {
        *data = data.behind(&BEHIND_BY)?;
    } else {
        data.past(b"{\"effective_on\":\"")?;
    }
    Day::from_fixed(data.take()?)
}

/// Whether an imported date is only inferred.
pub(super) fn is_inferred(provenance: Ends<'_>) -> Option<bool> {
    let mut inferred = provenance.behind(&INFERRED)?;
    let is_inferred = inferred.has(b"true");
    (is_inferred || inferred.has(b"false")).then_some(is_inferred)
}

/// Takes an amount at the beginning.
pub(super) fn money(data: &mut Ends<'_>) -> Option<Money> {
    data.past(b"{\"amount\":\"")?;
    let amount = data.text()?;
    data.past(b",\"currency\":\"")?;
    let currency = currency(data.take()?)?;
    data.past(b"\"}")?;
    Money::from_wire(amount, currency).ok()
}

/// Takes an amount at the end.
pub(super) fn money_last(data: &mut Ends<'_>) -> Option<Money> {
    data.past_last(b"\"}")?;
    let currency = currency(data.take_last()?)?;
    data.past_last(b"\",\"currency\":\"")?;
    let amount = data.text_last()?;
    data.past_last(b"{\"amount\":")?;
    Money::from_wire(amount, currency).ok()
}

fn currency(letters: &[u8; 3]) -> Option<Currency> {
    core::str::from_utf8(letters).ok()?.parse().ok()
}
