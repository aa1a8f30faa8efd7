//! Forms.

use std::sync::LazyLock;

use project_lifecycle::audit::{LogHead, TransitionRefused, seal_into};
use project_lifecycle::project::{Basis, CommandForm, Correcting};
use project_lifecycle::value::DigestAlgorithm;
use project_lifecycle::{
    AppendRequest, Command, Decision, Event, Language, Project, ProjectId, Reason, Record, Refusal, act,
};
use serde_json::{Value, json};

use super::stands::{POLICY, STANDS, Stand, at, fresh};

/// Any bytes are a form of every command: it says what is wrong with it, or it is a command that says the same; a project
/// takes or refuses it, in words of the crate and within a record.
///
/// Which project is asked, the length says: white space at the end is no part of a form, and all of them take long.
pub fn forms(bytes: &[u8]) {
    let said = Said::of(bytes);
    let stand = &STANDS[bytes.len() % STANDS.len()];
    for name in CommandForm::commands() {
        let form = CommandForm::read(name, bytes).expect("a command's name");
        assert_eq!(form.command_name(), name);
        let gaps = match form.command() {
            Ok(command) => {
                comes_back(&form, &command);
                Vec::new()
            }
            Err(gaps) => {
                assert!(!gaps.is_empty(), "a form is no command for a reason");
                said.told(&gaps);
                gaps
            }
        };
        asked(&form, &gaps, stand, &said);
    }
    planned(bytes, &said);
    if let Ok(text) = core::str::from_utf8(bytes) {
        match CommandForm::read(text, b"{}") {
            Ok(form) => assert_eq!(form.command_name(), text),
            Err(why) => drop(why.to_string()),
        }
    }
}

/// A command reads from its own JSON again.
fn comes_back(form: &CommandForm, command: &Command) {
    let mut json = json_of(command);
    if let Some(host) = form.host() {
        json["host"] = serde_json::from_str(host.as_json()).expect("a host's members are JSON");
    }
    let again = CommandForm::read(form.command_name(), json.to_string().as_bytes()).expect("a command's name");
    assert_eq!(again.command().as_ref(), Ok(command), "{json}");
    assert_eq!(again.host(), form.host());
}

/// What a form gives at a stand: the reasons are the same however one asks, and hold the gaps; what is taken can be recorded,
/// applied and given again.
fn asked(form: &CommandForm, gaps: &[Reason], stand: &Stand, said: &Said) {
    let Stand { project, context, again } = stand;
    let reasons = project.check_form(form, context, &POLICY);
    match project.decide_form(form, context, &POLICY) {
        Ok(decision) => {
            assert_eq!((&*reasons, gaps), (&[][..], &[][..]));
            let Decision::Record(event) = decision else { panic!("nothing bears the id yet") };
            assert_eq!((event.command_name(), event.host()), (form.command_name(), form.host()));
            sealed(event.clone());
            let mut after = project.clone();
            after.apply(event.clone()).expect("what was decided applies");
            assert_eq!(after.decide_form(form, context, &POLICY), Ok(Decision::AlreadyRecorded(event)));
        }
        Err(refusal) if matches!(refusal.reasons(), [Reason::NotPermitted { .. }]) => {
            assert_eq!(refusal.reasons(), reasons);
        }
        Err(refusal) => {
            refused(&refusal, &reasons, said);
            assert!(gaps.iter().all(|gap| reasons.contains(gap)), "a gap is left untold");
            let refused = TransitionRefused::new(fresh(2), refusal, context, &POLICY);
            line(&AppendRequest::from(refused));
        }
    }
    if project.events().last().is_none_or(|last| last.command_name() != form.command_name()) {
        return;
    }
    // under the id of the last event it is that event, or another command
    let reasons = project.check_form(form, again, &POLICY);
    match project.decide_form(form, again, &POLICY) {
        Ok(decision) => {
            assert_eq!(reasons, []);
            assert_eq!(Some(decision.event()), project.events().last());
        }
        Err(refusal) => refused(&refusal, &reasons, said),
    }
}

/// The bytes as a new project's profile.
fn planned(bytes: &[u8], said: &Said) {
    let id = ProjectId::named("fuzzed");
    match Project::plan_form(id, bytes, &STANDS[0].context, &POLICY) {
        Ok(event) => {
            sealed(event.clone());
            let project = Project::replay([event]).expect("what was planned is a history");
            let json = json!(project.profile()).to_string();
            let again = Project::plan_form(id, json.as_bytes(), &STANDS[0].context, &POLICY).expect("it was planned");
            assert_eq!(Project::replay([again]).expect("a history").profile(), project.profile());
        }
        Err(refusal) => refused(&refusal, refusal.reasons(), said),
    }
}

fn refused(refusal: &Refusal, reasons: &[Reason], said: &Said) {
    assert_eq!(refusal.reasons(), reasons);
    assert!(!reasons.is_empty(), "nobody is refused without a reason");
    said.told(reasons);
}

/// What was decided fits into a record, and reads back as itself.
fn sealed(event: Event) {
    let record = Record::parse(line(&AppendRequest::new(event.clone()))).expect("what is sealed can be read");
    assert_eq!(record.event(), Ok(event));
}

/// A log that has just been opened.
static HEAD: LazyLock<LogHead> = LazyLock::new(|| {
    let source = "urn:example:log:fuzz".parse().expect("a URI");
    let opened = LogHead::open_on(DigestAlgorithm::Sha256, source, STANDS[0].context.actor(), at());
    opened.expect("a log opens").1
});

fn line(request: &AppendRequest) -> Vec<u8> {
    let mut line = Vec::new();
    seal_into(request, &HEAD, at(), &mut line).expect("it can be recorded");
    line
}

/// What the client said, to be told from what is said to it.
struct Said(String);

/// Words of the libraries below and of Rust itself, which mean nothing to a user.
const OF_LIBRARIES: [&str; 16] = [
    "invalid type",
    "invalid value",
    "invalid length",
    "missing field",
    "unknown field",
    "unknown variant",
    "duplicate field",
    "expected `",
    "expected value",
    "EOF while",
    "trailing ",
    "recursion limit",
    "at line ",
    "Some(",
    "None",
    "Error",
];

impl Said {
    fn of(bytes: &[u8]) -> Self {
        Self(serde_json::from_slice::<Value>(bytes).map_or_else(|_| String::new(), |value| value.to_string()))
    }

    /// Reasons in both languages, short, and in words of the crate or of the client.
    fn told(&self, reasons: &[Reason]) {
        for reason in reasons {
            let lift = reason.lift();
            for language in [Language::English, Language::Chinese] {
                for text in [reason.text(language), lift.text(language)] {
                    assert!(!text.trim().is_empty() && text.len() < 4_000, "{reason:?}: {text:?}");
                    let is_odd = |word: &&&str| text.contains(**word) && !self.0.contains(**word);
                    assert_eq!(OF_LIBRARIES.iter().find(is_odd), None, "{text:?}");
                    let is_chinese = text.chars().any(|char| ('\u{4e00}'..='\u{9fff}').contains(&char));
                    assert!(is_chinese || language == Language::English, "{text:?}");
                }
            }
        }
    }
}

/// The object that a command's form is. Imported history has none, and comes from no form.
fn json_of(command: &Command) -> Value {
    match command {
        Command::Admit(evidence) => json!(evidence),
        Command::Engage(evidence) => json!(evidence),
        Command::Sign(evidence) => json!(evidence),
        Command::Register(evidence) => json!(evidence),
        Command::Start(evidence) => json!(evidence),
        Command::Commission(evidence) => json!(evidence),
        Command::Operate(evidence) => json!(evidence),
        Command::SendBack(evidence) | Command::BreakOff(evidence) => json!(evidence),
        Command::ReopenTalks(evidence) | Command::Terminate(evidence) => json!(evidence),
        Command::Stall(evidence) => json!(evidence),
        Command::Revive(evidence) => json!(evidence),
        Command::Close(evidence) => json!(evidence),
        Command::AssignOfficer(fact) => json!(fact),
        Command::AssignBody(fact) => json!(fact),
        Command::Reschedule(fact) => json!(fact),
        Command::Amend(fact) => json!(fact),
        Command::AmendAgreement(fact) => json!(fact),
        Command::ChangeCompany(fact) => json!(fact),
        Command::ChangeSite(fact) => json!(fact),
        Command::Relocate(fact) => json!(fact),
        Command::JoinClient(fact) => json!(fact),
        Command::Link(fact) => json!(fact),
        Command::Pause(fact) => json!(fact),
        Command::Resume(fact) => json!(fact),
        Command::PresentEvidence(fact) => json!(fact),
        Command::ProlongCommitment(fact) => json!(fact),
        Command::ReportInvestment(fact) => json!(fact),
        Command::ReportProgress(fact) => json!(fact),
        Command::ReachMilestone(fact) => json!(fact),
        Command::Void(voiding) | Command::VoidFact(voiding) => {
            correction(json!({"version": voiding.version}), &voiding.correction)
        }
        Command::Redate(act::Redating { version, to, provenance, correction: why }) => {
            correction(json!({"version": version, "to": to, "provenance": provenance}), why)
        }
        Command::Replan(replanning) => {
            correction(json!({"version": 1, "profile": replanning.profile}), &replanning.correction)
        }
        Command::Correct(Correcting { version, basis, correction: why }) => correction(
            match basis {
                Basis::Evidence(evidence) => {
                    json!({"version": version, "gate": evidence.gate(), "evidence": evidence})
                }
                Basis::Imported { provenance, cause, outcome } => {
                    json!({"version": version, "provenance": provenance, "cause": cause, "outcome": outcome})
                }
            },
            why,
        ),
        Command::Import(_) => panic!("imported history comes from no form"),
        _ => panic!("{command:?} comes from a form, which stands here"),
    }
}

fn correction(mut members: Value, why: &act::Correction) -> Value {
    members["authority"] = json!(why.authority);
    members["grounds"] = json!(why.grounds);
    members
}
