//! Forms.

use std::sync::LazyLock;

use project_lifecycle::audit::{LogHead, TransitionRefused, seal_into};
use project_lifecycle::project::CommandForm;
use project_lifecycle::value::{DigestAlgorithm, FaultKind};
use project_lifecycle::{
    AppendRequest, Command, Decision, Event, Language, Project, ProjectId, Reason, Record, Refusal,
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
                stays_wrong(&form, &gaps);
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

/// A command reads again from what it was read from, and from its own JSON.
fn comes_back(form: &CommandForm, command: &Command) {
    let own = CommandForm::of(command).expect("only imported history has no form");
    assert_eq!((own.command_name(), own.host()), (form.command_name(), None));
    for json in [form.json(), own.json()] {
        let again = CommandForm::read(form.command_name(), json.as_bytes()).expect("a command's name");
        assert_eq!(again.command().as_ref(), Ok(command), "{json}");
        assert!(again.host() == form.host() || json == own.json(), "{json}");
    }
}

/// What is wrong with a form is wrong with its JSON, where JSON can say it.
fn stays_wrong(form: &CommandForm, gaps: &[Reason]) {
    let is_lost = |gap: &Reason| {
        let Reason::Malformed { member, fault, .. } = gap else { return false };
        let is_of_text = matches!(
            **fault,
            FaultKind::NotJson { .. }
                | FaultKind::FormTooLong { .. }
                | FaultKind::DuplicateMember
                | FaultKind::More { .. }
        );
        is_of_text || member == "host"
    };
    if gaps.iter().any(is_lost) {
        return;
    }
    let json = form.json();
    let again = CommandForm::read(form.command_name(), json.as_bytes()).expect("a command's name").gaps();
    // a fraction may be told with another last digit
    let told = |gaps: &[Reason]| {
        gaps.iter().map(|gap| (gap.code().to_owned(), gap.member().map(str::to_owned))).collect::<Vec<_>>()
    };
    assert_eq!(told(&again), told(gaps), "{json}");
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
