//! Forms that say what a command says.

use serde_json::{Value, json};

use super::{Asked, CommandForm, HOST};
use crate::act::Correction;
use crate::project::Command;
use crate::project::event::{Basis, Change};

impl CommandForm {
    /// The form that says what a command says. `None` for a step of imported history, which has no form.
    ///
    /// ```
    /// use project_lifecycle::prelude::*;
    ///
    /// let command = Command::AssignOfficer("officer-7".parse::<ActorId>()?.into());
    /// let form = CommandForm::of(&command).expect("a fact has a form");
    /// assert_eq!((form.command_name(), form.json()), ("assign_officer", r#"{"officer":"officer-7"}"#.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(command: &Command) -> Option<Self> {
        Self::of_change(&command.clone().into_change())
    }

    /// The form that says what an event [records](crate::Event::change), to be shown once more, or sent again with something
    /// mended. `None` for a planning and for a step of imported history.
    #[must_use]
    pub fn of_change(change: &Change) -> Option<Self> {
        let mut value = match change {
            Change::Plan { .. } | Change::Move { basis: Basis::Imported { .. }, .. } => return None,
            Change::Move { basis: Basis::Evidence(evidence), .. } => json!(evidence),
            Change::Fact(fact) => json!(fact),
            Change::Void(voiding) | Change::VoidFact(voiding) => {
                with(json!({"version": voiding.version}), &voiding.correction)
            }
            Change::Redate(redating) => with(
                json!({"version": redating.version, "to": redating.to, "provenance": redating.provenance}),
                &redating.correction,
            ),
            Change::Replan(replanning) => {
                with(json!({"version": 1, "profile": replanning.profile}), &replanning.correction)
            }
            Change::Correct(correcting) => {
                let members = match &correcting.basis {
                    Basis::Evidence(evidence) => json!({"gate": evidence.gate(), "evidence": evidence}),
                    Basis::Imported { provenance, cause, outcome } => {
                        json!({"provenance": provenance, "cause": cause, "outcome": outcome})
                    }
                };
                let mut members = with(members, &correcting.correction);
                members["version"] = json!(correcting.version);
                members
            }
        };
        // what is absent is not written
        if let Some(members) = value.as_object_mut() {
            members.retain(|_, member| !member.is_null());
        }
        let asked = Asked::of(change.command_name()).ok()?;
        Some(Self { asked, value, host: None, faults: Vec::new() })
    }

    /// The form as JSON. What is wrong with it stands there as it was read, except for a text that was no JSON or too long (it is
    /// `null`), for a member that stood there more than once (its last value is kept), and for members of the host that cannot be
    /// kept.
    #[must_use]
    pub fn json(&self) -> String {
        match self.host() {
            None => self.value.to_string(),
            Some(host) => {
                let mut value = self.value.clone();
                value[HOST] = json!(host);
                value.to_string()
            }
        }
    }
}

/// With the authority and the grounds of a correction.
fn with(mut members: Value, correction: &Correction) -> Value {
    members["authority"] = json!(correction.authority);
    members["grounds"] = json!(correction.grounds);
    members
}
