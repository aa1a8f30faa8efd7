//! Members of the data that several types have, as they are written.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::canonical::{self, Ends};
use crate::lifecycle::{Law, Position, Stage};
use crate::value::{Currency, Day, Money};

/// What is looked for between the ends. What stands before it is read to its end, so that it is where it is looked for.
macro_rules! finders {
    ($($name:ident $literal:literal)+) => {
        $(pub(super) static $name: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new($literal));)+
    };
}

finders! {
    PROFILE b"},\"profile\":{"
    PROVENANCE b"},\"provenance\":{"
    STATUS b"\"status\":\""
    LIST b":["
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
        by(data)?;
        data.past(b"},\"effective_on\":\"")?;
    } else {
        data.past(b"{\"effective_on\":\"")?;
    }
    Day::from_fixed(data.take()?)
}

/// Skips organisation, roles and zone of who acted, each if it is given.
fn by(data: &mut Ends<'_>) -> Option<()> {
    let mut is_first = true;
    if data.has(b"\"organisation\":\"") {
        data.bytes()?;
        is_first = false;
    }
    if next(data, &mut is_first, b"\"roles\":[") {
        texts(data, |_| Some(()))?;
    }
    if next(data, &mut is_first, b"\"zone\":\"") {
        data.bytes()?;
    }
    (!is_first).then_some(())
}

/// Skips a member's name if it comes next, with the comma before it.
fn next<const N: usize>(data: &mut Ends<'_>, is_first: &mut bool, name: &[u8; N]) -> bool {
    let mut rest = *data;
    let has_it = (*is_first || rest.has(b",")) && rest.has(name);
    if has_it {
        (*data, *is_first) = (rest, false);
    }
    has_it
}

/// Takes what is left of a list of texts, behind its first bracket.
pub(super) fn texts<'a>(data: &mut Ends<'a>, mut take: impl FnMut(&'a str) -> Option<()>) -> Option<()> {
    let mut is_first = true;
    while !data.has(b"]") {
        if !is_first {
            data.past(b",")?;
        }
        data.past(b"\"")?;
        take(data.text()?)?;
        is_first = false;
    }
    Some(())
}

/// Skips a text and the comma after it, if its name comes next.
pub(super) fn skip_text<const N: usize>(data: &mut Ends<'_>, name: &[u8; N]) -> Option<()> {
    if data.has(name) {
        data.bytes()?;
        data.past(b",")?;
    }
    Some(())
}

/// Whether an imported date is only inferred, or disputed; of a whole provenance, its first bracket skipped.
pub(super) fn is_doubtful(mut provenance: Ends<'_>) -> Option<bool> {
    skip_text(&mut provenance, b"\"column\":\"")?;
    let before = provenance.rest().len();
    skip_text(&mut provenance, b"\"disputed\":\"")?;
    let is_disputed = provenance.rest().len() < before;
    skip_text(&mut provenance, b"\"encoding\":\"")?;
    provenance.past(b"\"file\":\"")?;
    provenance.bytes()?;
    provenance.past(b",\"inferred\":")?;
    let is_inferred = provenance.has(b"true");
    (is_inferred || provenance.has(b"false")).then_some(())?;
    provenance.past(b",\"record\":")?;
    let rest = provenance.rest();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = rest.get(digits..)?;
    // cells that no rule used
    let ends = rest == b"}" || (rest.starts_with(b",\"unused\":[{") && rest.ends_with(b"}]}"));
    (digits > 0 && ends).then_some(is_inferred || is_disputed)
}

/// The value of a member of an object, whose first bracket was skipped, with all that follows it. `None` if the object cannot be
/// read so far, `Some(None)` if it has no such member.
#[expect(clippy::option_option, reason = "nothing, or a member that may be missing")]
pub(super) fn member<'a>(mut object: Ends<'a>, name: &str) -> Option<Option<Ends<'a>>> {
    while !object.has(b"}") {
        object.has(b",");
        object.past(b"\"")?;
        let found = object.text()?;
        object.past(b":")?;
        if found >= name {
            return Some((found == name).then_some(object));
        }
        object.take_first(canonical::check_first(object.rest(), 2).ok()?)?;
    }
    Some(None)
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
