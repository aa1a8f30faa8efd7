//! A walk over all that the law has, and all that it refuses.

mod asking;
mod forms;
mod projects;
mod provoked;
mod walked;
mod zones;

use core::fmt;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::lifecycle::Position;
use crate::reason::Reason;
use crate::{Policy, Verb};

/// A move of the law: an act at a position, and where it leads. Of the zombie there is one for each stage that stalls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Move {
    /// Where it starts.
    pub from: Position,
    /// The act.
    pub verb: Verb,
    /// Where it leads.
    pub to: Position,
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {} by `{}`", self.from, self.to, self.verb)
    }
}

/// What a [walk](coverage) saw of the law and of the refusals. Its text has a line for each part, and names what was not
/// seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use = "print it, or assert that nothing was left out"]
#[non_exhaustive]
pub struct Coverage {
    /// The moves that were decided, recorded and applied with complete evidence.
    pub walked: Vec<Move>,
    /// The moves that the policy lets nobody take, with the reasons.
    pub not_walked: Vec<(Move, Vec<Reason>)>,
    /// The codes of the reasons that were given, sorted.
    pub seen: BTreeSet<&'static str>,
    /// The codes of the other reasons, sorted: the policy has no use for them, or the walk does not know how to provoke them.
    pub not_seen: BTreeSet<&'static str>,
}

impl Coverage {
    /// Whether every move was walked.
    #[must_use]
    pub const fn is_every_move(&self) -> bool {
        self.not_walked.is_empty()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (walked, seen) = (self.walked.len(), self.seen.len());
        writeln!(f, "moves walked: {walked} of {}", walked + self.not_walked.len())?;
        for (way, reasons) in &self.not_walked {
            let codes: Vec<_> = reasons.iter().map(Reason::code).collect();
            writeln!(f, "  not walked: {way}, for {}", codes.join(", "))?;
        }
        writeln!(f, "reasons seen: {seen} of {}", seen + self.not_seen.len())?;
        for code in &self.not_seen {
            writeln!(f, "  not seen: {code}")?;
        }
        Ok(())
    }
}

/// Walks every move of the present law with complete evidence under a policy, and provokes as many kinds of refusals as it
/// can: of projects, of zones, and of forms. Takes a second or so, and the same way each time.
///
/// It shows a host that its policy closes no way by mistake, and gives every reason that a screen has to show.
///
/// ```
/// use project_lifecycle::Policy;
/// use project_lifecycle::testing::coverage;
///
/// let coverage = coverage(&Policy::shenyang_2018());
/// print!("{coverage}");
/// assert!(coverage.is_every_move());
/// assert!(coverage.seen.contains("permit_expired"));
/// ```
pub fn coverage(policy: &Policy) -> Coverage {
    let mut coverage =
        Coverage { walked: Vec::new(), not_walked: Vec::new(), seen: BTreeSet::new(), not_seen: BTreeSet::new() };
    walked::walk(policy, &mut coverage);
    coverage.seen.extend(provoked::provoke(policy).iter().map(Reason::code));
    coverage.not_seen =
        Reason::CODES.iter().map(|(code, _)| *code).filter(|code| !coverage.seen.contains(code)).collect();
    coverage
}
