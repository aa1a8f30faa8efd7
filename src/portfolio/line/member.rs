//! Members of the data that several types have, as they are written.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::canonical::Ends;
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
    PROJECT_CODE b"\"project_code\":"
}

/// Takes the stage that `to` names, at the end; its last quotation mark was skipped.
pub(super) fn to_last(data: &mut Ends<'_>) -> Option<Stage> {
    let stage = data.code_last()?;
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
    let stage = data.code_last()?;
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
pub(super) fn texts<'a>(data: &mut Ends<'a>, mut take: impl FnMut(&'a [u8]) -> Option<()>) -> Option<()> {
    let mut is_first = true;
    while !data.has(b"]") {
        if !is_first {
            data.past(b",")?;
        }
        data.past(b"\"")?;
        take(data.bytes()?)?;
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

/// What follows the name of a member of an object, whose first bracket was skipped. `None` if it has none: a name that
/// stands deeper is none of its own.
pub(super) fn member<'a>(object: Ends<'a>, name: &Finder<'_>) -> Option<Ends<'a>> {
    let text = object.rest();
    let (mut open, mut is_in_text, mut seen) = (0_usize, false, 0);
    for at in name.find_iter(text) {
        let mut between = text.get(seen..at)?.iter();
        while let Some(byte) = between.next() {
            match byte {
                b'\\' => drop(between.next()),
                b'"' => is_in_text = !is_in_text,
                b'{' | b'[' if !is_in_text => open += 1,
                b'}' | b']' if !is_in_text => open = open.checked_sub(1)?,
                _ => {}
            }
        }
        if open == 0 {
            return text.get(at + name.needle().len()..).map(Ends::new);
        }
        seen = at;
    }
    None
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
    if letters == b"CNY" { Some(Currency::CNY) } else { core::str::from_utf8(letters).ok()?.parse().ok() }
}
