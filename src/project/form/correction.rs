//! The forms of corrections.

use serde_json::Value;

use crate::act::{Correction, Redating, Voiding};
use crate::evidence::Evidence;
use crate::lifecycle::{Gate, Outcome, ZombieCause};
use crate::project::event::{Basis, Change, Correcting as InPlace, Replanning};
use crate::project::{Command, Profile};
use crate::reason::Reason;
use crate::value::{FaultKind, Members, Reading};

/// What corrections are called.
pub(super) const NAMES: [&str; 4] = [Change::VOID, Change::REDATE, Change::VOID_FACT, Change::CORRECT];

/// A correction that was read, and the gaps of the evidence in it.
pub(super) struct Correcting {
    pub(super) command: Command,
    pub(super) gaps: Vec<Reason>,
}

/// Reads a correction by its name.
pub(super) fn take(name: &str, value: &Value, reading: &mut Reading) -> Correcting {
    let members = Members::of(value, reading);
    let version = members.needed("version", reading);
    let correction =
        Correction { authority: members.needed("authority", reading), grounds: members.needed("grounds", reading) };
    let of = |command| Correcting { command, gaps: Vec::new() };
    if name == Change::REDATE {
        let to = members.needed("to", reading);
        let provenance = members.if_filled("provenance", reading);
        members.end(&["authority", "grounds", "provenance", "to", "version"], reading);
        return of(Command::Redate(Redating { version, to, provenance, correction }));
    }
    if name != Change::CORRECT {
        members.end(&["authority", "grounds", "version"], reading);
        let voiding = Voiding { version, correction };
        return of(if name == Change::VOID { Command::Void(voiding) } else { Command::VoidFact(voiding) });
    }
    if members.filled("profile").is_some() {
        let profile: Profile = members.needed("profile", reading);
        if version != 1 {
            reading.member("profile", |reading| reading.fault(FaultKind::UnknownMember));
        }
        members.end(&["authority", "grounds", "profile", "version"], reading);
        return of(Command::Replan(Replanning { profile, correction }));
    }
    let mut gaps = Vec::new();
    let basis = if members.filled("provenance").is_some() {
        let cause: Option<ZombieCause> = members.if_filled("cause", reading);
        let outcome: Option<Outcome> = members.if_filled("outcome", reading);
        let provenance = members.needed("provenance", reading);
        members.end(&["authority", "cause", "grounds", "outcome", "provenance", "version"], reading);
        Basis::Imported { provenance, cause, outcome }
    } else {
        let before = reading.faults();
        let gate: Gate = members.needed("gate", reading);
        let is_known = reading.faults() == before;
        let blank = Value::Object(serde_json::Map::new());
        let evidence = reading.member("evidence", |reading| {
            let (evidence, within) = Evidence::take(gate, members.filled("evidence").unwrap_or(&blank), reading);
            // without its gate nothing is known of a form
            if is_known {
                gaps = within.into_iter().map(|gap| gap.within("evidence")).collect();
            }
            evidence
        });
        members.end(&["authority", "evidence", "gate", "grounds", "version"], reading);
        if !is_known && reading.sample().second {
            // what both samples are refused for is about the step, not about its evidence
            let to = reading.sample().day;
            return of(Command::Redate(Redating { version, to, provenance: None, correction }));
        }
        Basis::Evidence(evidence)
    };
    Correcting { command: Command::Correct(InPlace { version, basis, correction }), gaps }
}
