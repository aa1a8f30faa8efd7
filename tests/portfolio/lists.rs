//! Lists at two dates: cases by hand.

use project_lifecycle::act::{Correction, Voiding};
use project_lifecycle::evidence::RegistrationForm;
use project_lifecycle::lifecycle::{Duty, Library, Outcome, PauseReason, Section, ZombieCause};
use project_lifecycle::portfolio::{LibraryMove, Listed, Lists, Portfolio, SharedMark};
use project_lifecycle::project::fact::*;
use project_lifecycle::value::{Day, ProjectCode, Timestamp, Uscc};
use project_lifecycle::{Command, Money, Policy, ProjectId, Stage, Verb};
use serde_json::json;

use super::city::{City, yuan_of};
use crate::common::evidence::{committed, paper, provenance, registration_form, supplement};
use crate::common::{actor_id, day, evening, org, policy, text};

/// A portfolio, and what is asked of it as known now unless a test says otherwise.
pub(super) struct Told {
    pub(super) portfolio: Portfolio,
    now: Timestamp,
}

impl Told {
    pub(super) fn by(city: &City) -> Self {
        Self { portfolio: city.portfolio(), now: city.now() }
    }

    pub(super) fn on(&self, as_of: &str) -> Lists<'_> {
        self.portfolio.standing(day(as_of), self.now)
    }

    /// As known in the evening of another day.
    pub(super) fn known(&self, as_of: &str, known_on: &str) -> Lists<'_> {
        self.portfolio.standing(day(as_of), evening(day(known_on)).plus_minutes(60).expect("an instant"))
    }
}

fn names<'a>(listed: impl IntoIterator<Item = &'a Listed<'a>>) -> Vec<&'a str> {
    listed.into_iter().map(|listed| listed.name.as_str()).collect()
}

const TALKS: (Verb, &str) = (Verb::Engage, "2018-01-05");

/// Signed on a day, after talks from 5 January 2018 on.
pub(super) fn signed(name: &'static str, on: &'static str) -> City {
    let mut city = City::new();
    sign(&mut city, name, on);
    city
}

fn sign(city: &mut City, name: &'static str, on: &'static str) {
    city.today("2018-01-01").plan(name);
    city.acts(name, &[TALKS, (Verb::Sign, on)]);
}

pub(super) fn pause(reason: PauseReason) -> Command {
    Command::Pause(Pause { expected_until: None, explanation: text("停工"), reason })
}

fn report(city: &mut City, name: &'static str, from: &str, to: &str, yuan: i64) {
    city.today(to).report(name, from, to, yuan_of(yuan));
}

/// A name changed in May with effect from March is the name from March on for those who know of May, and for nobody before.
#[test]
fn a_late_amendment_works_from_its_date_on_once_it_is_known() {
    let mut city = City::new();
    city.today("2018-01-10").plan("a");
    city.today("2018-04-01").command("a", Command::AssignOfficer(actor_id("officer-9").into()), "2018-04-01");
    let renamed = Amendment { name: Some(text("b")), ..Amendment::default() };
    city.today("2018-05-02").command("a", Command::Amend(renamed), "2018-03-01");
    let told = Told::by(&city);
    let named = |lists: Lists<'_>| names(&lists.projects()).join("");
    assert_eq!(named(told.on("2018-01-09")), "", "it was not planned yet");
    assert_eq!(named(told.on("2018-02-28")), "a");
    assert_eq!(named(told.on("2018-03-01")), "b");
    assert_eq!(named(told.known("2018-03-01", "2018-05-01")), "a");
    let officer = |as_of| told.on(as_of).projects()[0].officer.map(|officer| officer.as_str().to_owned());
    assert_eq!((officer("2018-03-31"), officer("2018-04-01")), (None, Some("officer-9".to_owned())));
    let row = serde_json::to_value(&told.on("2018-03-31").projects()[0]).expect("a row");
    assert_eq!(
        row,
        json!({
            "project": ProjectId::named("a"), "name": "b", "zone": "hunnan", "position": "planned", "since": "2018-01-10",
            "total_investment": null, "kind": "enterprise", "category": null, "officer": null, "responsibility": null,
            "code": null, "company_code": null,
        })
    );
}

/// The month's 入库 and 出库: only across the two libraries. From talks to signing is a move between parts.
#[test]
fn moves_between_parts_are_no_entries() {
    let (reserve, talks) = (Library::PlanningReserve, Library::Promotion(Section::Negotiating));
    let (contract, landed) = (Library::Promotion(Section::Signed), Library::Promotion(Section::Landed));
    let mut city = City::new();
    city.today("2018-03-01").plan("p");
    city.acts("p", &[(Verb::Admit, "2018-03-05"), (Verb::Engage, "2018-03-20"), (Verb::Sign, "2018-04-10")]);
    city.today("2018-04-01").plan("q");
    city.acts("q", &[(Verb::Engage, "2018-04-02"), (Verb::BreakOff, "2018-04-25")]);
    city.acts("p", &[(Verb::Register, "2018-05-02"), (Verb::Start, "2018-05-03"), (Verb::Commission, "2018-05-31")]);
    let told = Told::by(&city);
    let [p, q] = ["p", "q"].map(ProjectId::named);
    let moved = |on, project, library| LibraryMove { on: day(on), project, library };
    let lists = told.on("2018-12-31");
    let march = lists.library_moves(day("2018-03-01"), day("2018-03-31"));
    assert_eq!(march.entries, [moved("2018-03-05", p, reserve), moved("2018-03-20", p, talks)]);
    assert_eq!(march.exits, [moved("2018-03-20", p, reserve)]);
    assert_eq!(march.between_parts, []);
    let april = lists.library_moves(day("2018-04-01"), day("2018-04-30"));
    assert_eq!(april.entries, [moved("2018-04-02", q, talks), moved("2018-04-25", q, reserve)]);
    assert_eq!(april.exits, [moved("2018-04-25", q, talks)]);
    let parts: Vec<_> = april.between_parts.iter().map(|part| (part.on, part.project, part.from, part.to)).collect();
    assert_eq!(parts, [(day("2018-04-10"), p, talks, contract)]);
    // from registered to started it stays in its part; with production it leaves the library
    let may = lists.library_moves(day("2018-05-01"), day("2018-05-31"));
    assert_eq!((may.entries, may.exits), (vec![], vec![moved("2018-05-31", p, landed)]));
    assert_eq!(may.between_parts.len(), 1);

    let listed = |as_of: &str| {
        let rows = told.on(as_of).in_libraries();
        let told = rows.iter().map(|row| {
            (
                row.project.name.as_str().to_owned(),
                row.library,
                row.entered_on.to_string(),
                row.in_part_since.to_string(),
            )
        });
        told.collect::<Vec<_>>()
    };
    let row = |name: &str, library, entered: &str, part: &str| (name.to_owned(), library, entered.into(), part.into());
    assert_eq!(
        listed("2018-04-20"),
        [row("p", contract, "2018-03-20", "2018-04-10"), row("q", talks, "2018-04-02", "2018-04-02")]
    );
    assert_eq!(listed("2018-05-31"), [row("q", reserve, "2018-04-25", "2018-04-25")]);
    // what lies after the as-of day has not happened
    assert_eq!(told.on("2018-04-20").library_moves(day("2018-04-01"), day("2018-04-30")).exits, []);
}

/// A zombie stays in the library of the stage it stalled in, and a step that was voided moved nothing.
#[test]
fn a_zombie_stays_in_its_library_and_a_voided_step_leads_nowhere() {
    let mut city = signed("z", "2018-01-15");
    city.today("2018-12-03").stall("z", ZombieCause::LandNotCleared, "2018-12-03");
    sign(&mut city, "v", "2018-01-20");
    city.today("2018-12-04").void("v");
    let told = Told::by(&city);
    let lists = told.on("2018-12-31");
    let contract = Library::Promotion(Section::Signed);
    let parts: Vec<_> = lists.in_libraries().iter().map(|row| (row.library, row.in_part_since)).collect();
    // both entered on 5 January; `v` is in talks again, since that day
    let mut expected = [
        (ProjectId::named("z"), (contract, day("2018-01-15"))),
        (ProjectId::named("v"), (Library::Promotion(Section::Negotiating), TALKS.1.parse().expect("a day"))),
    ];
    expected.sort_by_key(|(id, _)| *id);
    assert_eq!(parts, expected.map(|(_, part)| part));
    assert_eq!(lists.library_moves(day("2018-01-06"), day("2018-12-31")).between_parts.len(), 1);
    let known_before = told.known("2018-12-31", "2018-12-03");
    assert_eq!(known_before.library_moves(day("2018-01-06"), day("2018-12-31")).between_parts.len(), 2);
}

/// Signed on 1 February for a start by 12 May, 100 days later; a supplementary agreement of 1 April moves it to 1 September.
/// On that day it is not due yet, on the next it is.
#[test]
fn the_agreed_start_in_force_tells_due_from_not_yet_due() {
    let mut city = signed("moved", "2018-02-01");
    let later = AgreementAmended { agreed_start: Some(day("2018-09-01")), ..supplement(day("2018-04-01")) };
    let later = AgreementAmended { agreed_production: Some(day("2018-12-01")), ..later };
    city.today("2018-04-01").command("moved", Command::AmendAgreement(later), "2018-04-01");
    sign(&mut city, "late", "2018-01-15");
    city.today("2018-01-01").plan("read");
    city.today("2018-01-10");
    city.import("read", Verb::Engage, "2018-01-02", provenance(1)).import(
        "read",
        Verb::Sign,
        "2018-01-10",
        provenance(1),
    );
    let told = Told::by(&city);
    let rows = |as_of: &str| {
        let lists = told.on(as_of);
        let list = lists.signed_not_started();
        [list.due, list.not_yet_due, list.undated].map(|rows| {
            let told = rows.iter().map(|row| {
                let days = [row.agreed_start, row.baseline_start].map(|day| day.map(|day| day.to_string()));
                (row.project.name.as_str().to_owned(), row.days, row.overdue_days, days.map(Option::unwrap_or_default))
            });
            told.collect::<Vec<_>>()
        })
    };
    let row = |name: &str, days, overdue, start: &str, baseline: &str| {
        (name.to_owned(), days, overdue, [start.to_owned(), baseline.to_owned()])
    };
    assert_eq!(
        rows("2018-03-31"),
        [
            vec![],
            vec![row("late", 75, None, "2018-04-25", "2018-04-25"), row("moved", 58, None, "2018-05-12", "2018-05-12")],
            vec![row("read", 80, None, "", "")],
        ],
        "the supplementary agreement is of April"
    );
    assert_eq!(
        rows("2018-05-31"),
        [
            vec![row("late", 136, Some(36), "2018-04-25", "2018-04-25")],
            vec![row("moved", 119, None, "2018-09-01", "2018-05-12")],
            vec![row("read", 141, None, "", "")],
        ]
    );
    assert_eq!(rows("2018-09-01")[1], [row("moved", 212, None, "2018-09-01", "2018-05-12")]);
    assert_eq!(
        rows("2018-09-02")[0],
        [
            row("late", 230, Some(130), "2018-04-25", "2018-04-25"),
            row("moved", 213, Some(1), "2018-09-01", "2018-05-12")
        ]
    );
    assert_eq!(
        names(told.on("2018-09-02").signed_not_registered().iter().map(|row| &row.project)),
        ["read", "late", "moved"]
    );
}

/// From signing to full capacity a project waits in one list after another, and in each from its own day on.
#[test]
fn a_project_waits_in_one_list_after_another() {
    let mut city = signed("a", "2018-02-01");
    city.acts("a", &[(Verb::Register, "2018-03-01"), (Verb::Start, "2018-04-01"), (Verb::Commission, "2018-10-01")]);
    let full = MilestoneReached {
        milestone: Milestone::FullCapacity,
        paper: Some(paper("达产达效", day("2019-06-01"))),
        remark: None,
    };
    city.today("2019-06-10").command("a", Command::ReachMilestone(full), "2019-06-01");
    let milestone = city.project("a").version();
    city.acts("a", &[(Verb::Operate, "2019-07-01")]);
    let correction = Correction { authority: text("发展改革局"), grounds: text("未达产") };
    city.today("2019-08-01");
    city.command("a", Command::VoidFact(Voiding { version: milestone, correction }), "2019-08-01");
    let told = Told::by(&city);
    let waits = |lists: Lists<'_>| {
        let lists =
            [lists.signed_not_registered(), lists.started_not_producing(), lists.producing_not_at_full_capacity()];
        lists.map(|rows| rows.first().map(|row| row.days))
    };
    assert_eq!(waits(told.on("2018-02-01")), [Some(0), None, None]);
    assert_eq!(waits(told.on("2018-02-28")), [Some(27), None, None]);
    assert_eq!(waits(told.on("2018-03-01")), [None, None, None], "registered");
    assert_eq!(waits(told.on("2018-04-30")), [None, Some(29), None]);
    assert_eq!(waits(told.on("2018-10-31")), [None, None, Some(30)]);
    // as known in July full capacity was reached on 1 June; the void of August takes that back on every day
    assert_eq!(waits(told.known("2019-05-31", "2019-07-31")), [None, None, Some(242)]);
    assert_eq!(waits(told.known("2019-06-01", "2019-07-31")), [None, None, None]);
    assert_eq!(waits(told.on("2019-06-01")), [None, None, Some(243)]);
    assert_eq!(waits(told.on("2019-08-01")), [None, None, Some(304)], "operating below its capacity");
}

/// A pause lasts until the day of the resumption; one told late was none before it was told.
#[test]
fn a_pause_lasts_to_its_resumption() {
    let mut city = signed("a", "2018-02-01");
    city.today("2018-08-10").command("a", pause(PauseReason::Market), "2018-08-01");
    city.today("2018-09-10").command("a", Command::Resume(Resumption::default()), "2018-09-10");
    let told = Told::by(&city);
    let paused =
        |lists: Lists<'_>| lists.paused().first().map(|row| (row.paused_since.to_string(), row.days, row.reason));
    let since = |days| Some(("2018-08-01".to_owned(), days, PauseReason::Market));
    assert_eq!(paused(told.on("2018-07-31")), None);
    assert_eq!(paused(told.on("2018-08-01")), since(0));
    assert_eq!(paused(told.on("2018-08-20")), since(19));
    assert_eq!(paused(told.known("2018-08-05", "2018-08-09")), None);
    assert_eq!(paused(told.on("2018-09-09")), since(39));
    assert_eq!(paused(told.on("2018-09-10")), None);
    assert_eq!(paused(told.known("2018-09-10", "2018-08-31")), since(40), "nobody knew of the resumption");
}

/// Three papers are promised with the start; one is presented, one prolonged.
#[test]
fn papers_are_owed_until_they_are_presented() {
    let mut city = signed("a", "2018-02-01");
    city.acts("a", &[(Verb::Register, "2018-03-01")]);
    let start = committed(Verb::Start, city.project("a"), day("2018-04-01"), day("2018-06-01"));
    city.today("2018-04-01").command("a", start, "2018-04-01");
    let [first, second, third] = city.project("a").commitments() else { panic!("three papers") };
    let (first, second, third) = (*first, *second, *third);
    let shown = Presentation {
        item: first.item,
        paper: paper("规划许可", day("2018-05-20")),
        valid_until: None,
        version: first.version,
    };
    city.today("2018-05-20").command("a", Command::PresentEvidence(shown), "2018-05-20");
    let later = Prolongation { due: day("2018-07-01"), item: second.item, version: second.version };
    city.today("2018-05-25").command("a", Command::ProlongCommitment(later), "2018-05-25");
    let told = Told::by(&city);
    let owed = |lists: Lists<'_>| {
        let rows = lists.owed_papers();
        rows.iter().map(|row| (row.owed.item, row.owed.due.to_string(), row.days, row.is_overdue)).collect::<Vec<_>>()
    };
    assert_eq!(owed(told.on("2018-03-31")), []);
    // the dues are 1, 2 and 3 June, in the order of the items of the form
    let mut all = [first, second, third].map(|owed| {
        let days = day("2018-04-01").days_since(owed.committed);
        (owed.item, owed.committed.to_string(), days, false)
    });
    all.sort_by_key(|(.., days, _)| -days);
    assert_eq!(
        all.clone().map(|(_, due, days, _)| (due, days)),
        [("2018-06-01".to_owned(), -61), ("2018-06-02".to_owned(), -62), ("2018-06-03".to_owned(), -63)]
    );
    assert_eq!(owed(told.on("2018-04-01")), all);
    let third_due = third.committed.to_string();
    assert_eq!(
        owed(told.on("2018-06-30")),
        [
            (third.item, third_due, day("2018-06-30").days_since(third.committed), true),
            (second.item, "2018-07-01".to_owned(), -1, false),
        ]
    );
    assert_eq!(owed(told.known("2018-07-01", "2018-05-21")).len(), 2);
    assert!(
        owed(told.known("2018-07-01", "2018-05-21")).iter().all(|(.., is_overdue)| *is_overdue),
        "not prolonged yet"
    );
}

/// Signed on 1 February: officer, body and schedule are due by the 11th, or by 3 March where a policy gives 30 days.
#[test]
fn duties_are_overdue_by_the_policy() {
    let mut city = signed("a", "2018-02-01");
    city.today("2018-02-20").command("a", Command::AssignOfficer(actor_id("officer-9").into()), "2018-02-20");
    let mut terms = policy().terms().clone();
    terms.duty_days = 30;
    let patient = Policy::new(terms).expect("a policy");
    let told = Told::by(&city);
    let overdue = |as_of, policy: &Policy| {
        let rows = told.on(as_of).overdue_duties(policy);
        rows.first().map(|row| (row.due.to_string(), row.days, row.duties.clone()))
    };
    assert_eq!(overdue("2018-02-11", &policy()), None, "the day itself is in time");
    assert_eq!(overdue("2018-02-12", &policy()), Some(("2018-02-11".into(), 1, Duty::ALL.to_vec())));
    assert_eq!(overdue("2018-02-25", &policy()), Some(("2018-02-11".into(), 14, vec![Duty::Body, Duty::Schedule])));
    assert_eq!(overdue("2018-02-25", &patient), None);
    assert_eq!(overdue("2018-03-04", &patient), Some(("2018-03-03".into(), 1, vec![Duty::Body, Duty::Schedule])));
}

/// One name in one zone, one company, one project code. What is closed as a duplicate is told already.
#[test]
fn possible_duplicates_share_a_name_a_company_or_a_code() {
    let mut city = City::new();
    city.today("2018-01-01");
    for (name, title) in [("a", "drones"), ("b", "drones"), ("c", "lasers")] {
        city.plan_as(name, City::profile(title));
    }
    for name in ["a", "c"] {
        city.acts(
            name,
            &[TALKS, (Verb::Sign, "2018-02-01"), (Verb::Register, "2018-03-01"), (Verb::Start, "2018-04-01")],
        );
    }
    let changed = CompanyChanged {
        company_code: Some(Uscc::parse("91350100M000100Y43").expect("a code")),
        ..CompanyChanged::by(paper("变更登记通知书", day("2018-05-01")))
    };
    city.today("2018-05-01").command("c", Command::ChangeCompany(changed), "2018-05-01");
    city.today("2018-06-01").close("b", Outcome::Duplicate, "2018-06-01");
    let told = Told::by(&city);
    let [a, b, c] = ["a", "b", "c"].map(ProjectId::named);
    let pair = |one: ProjectId, other: ProjectId| vec![one.min(other), one.max(other)];
    let groups = |as_of| {
        let lists = told.on(as_of);
        let groups = lists.possible_duplicates();
        let told = groups.iter().map(|group| {
            let by = match group.mark {
                SharedMark::ProjectCode(_) => "code",
                SharedMark::CompanyCode(_) => "company",
                SharedMark::NameInZone { .. } => "name",
            };
            (by, group.projects.iter().map(|listed| listed.project).collect::<Vec<_>>())
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(groups("2018-01-01"), [("name", pair(a, b))]);
    assert_eq!(groups("2018-03-01"), [("company", pair(a, c)), ("name", pair(a, b))]);
    assert_eq!(groups("2018-04-30"), [("code", pair(a, c)), ("company", pair(a, c)), ("name", pair(a, b))]);
    assert_eq!(groups("2018-05-01"), [("code", pair(a, c)), ("name", pair(a, b))]);
    assert_eq!(groups("2018-06-01"), [("code", pair(a, c))]);
    // in another zone the same name is another project
    let mut city = City::new();
    city.today("2018-01-01").plan_as("d", City::profile("drones")).plan_as("e", City::profile("drones"));
    let to = crate::common::evidence::relocation(&super::city::zone("hunnan"), "shenbei", day("2018-03-01"));
    city.today("2018-03-01").command("e", Command::Relocate(to), "2018-03-01");
    let told = Told::by(&city);
    assert_eq!(told.on("2018-02-28").possible_duplicates().len(), 1);
    assert_eq!(told.on("2018-03-01").possible_duplicates().len(), 0);
}

/// Registered under one code and started under another: the later one stands, as of the start and while the start stands.
#[test]
fn the_code_is_the_one_that_evidence_gave_last() {
    let mut city = signed("a", "2018-02-01");
    city.today("2018-03-01").duties("a");
    let code: ProjectCode = serde_json::from_str("\"2017-210100-36-03-000002\"").expect("a project code");
    let form = RegistrationForm { project_code: code.into(), ..registration_form(day("2018-03-01")) };
    city.command("a", Command::Register(form.try_into().expect("complete")), "2018-03-01");
    city.acts("a", &[(Verb::Start, "2018-04-01")]);
    city.today("2018-05-01").void("a");
    let told = Told::by(&city);
    let code = |lists: Lists<'_>| lists.projects()[0].code.map(ToString::to_string);
    assert_eq!(code(told.on("2018-02-28")), None);
    assert_eq!(code(told.on("2018-03-31")).as_deref(), Some("2017-210100-36-03-000002"));
    assert_eq!(code(told.known("2018-04-01", "2018-04-30")).as_deref(), Some("2018-210100-36-03-000001"));
    assert_eq!(code(told.on("2018-04-01")).as_deref(), Some("2017-210100-36-03-000002"));
}

/// Who has a project in hand changes on a day; a closed project is nobody's.
#[test]
fn an_officer_and_a_body_have_their_own() {
    let mut city = City::new();
    city.today("2018-01-01").plan("a").plan("b");
    let assign = |officer: &str| Command::AssignOfficer(actor_id(officer).into());
    let body =
        |lead: &str, with: &str| Command::AssignBody(Responsibility { lead: org(lead), responsible: vec![org(with)] });
    city.command("a", assign("officer-1"), "2018-01-01").command("b", assign("officer-1"), "2018-01-01");
    city.command("a", body("park", "land"), "2018-01-01").command("b", body("land", "park"), "2018-01-01");
    city.acts("b", &[(Verb::Admit, "2018-02-01")]);
    city.today("2018-03-01").command("b", assign("officer-2"), "2018-03-01");
    city.today("2018-04-01").close("a", Outcome::Withdrawn, "2018-04-01");
    let told = Told::by(&city);
    let own = |as_of, officer| names(&told.on(as_of).of_officer(&actor_id(officer))).join(",");
    assert_eq!(own("2018-02-28", "officer-1"), "a,b", "`a` has stood longer");
    assert_eq!((own("2018-03-01", "officer-1"), own("2018-03-01", "officer-2")), ("a".into(), "b".into()));
    assert_eq!(own("2018-04-01", "officer-1"), "");
    assert_eq!(own("2018-02-28", "officer-3"), "");
    let of = |as_of| {
        let rows = told.on(as_of).of_body(&org("park"));
        rows.iter().map(|row| (row.project.name.as_str().to_owned(), row.is_lead)).collect::<Vec<_>>()
    };
    assert_eq!(of("2018-02-28"), [("a".to_owned(), true), ("b".to_owned(), false)]);
    assert_eq!(of("2018-04-01"), [("b".to_owned(), false)]);
}

/// Who is a candidate on a day: since when it stood still, when the threshold was reached, and for which causes.
fn candidate(told: &Told, as_of: &str) -> Option<(String, i64, String, Vec<ZombieCause>)> {
    let rows = told.on(as_of).zombie_candidates(&policy());
    rows.first().map(|row| (row.still_since.to_string(), row.days, row.reached_on.to_string(), row.causes.clone()))
}

/// Signed on 15 January for a start by 25 April: 180 days later, on 22 October, it is a candidate. Thirty days in which it
/// waited for land do not count, so then it is one on 21 November; and none while it waits.
#[test]
fn before_the_start_the_agreed_start_counts_without_the_governments_days() {
    let all = vec![ZombieCause::LandNotCleared, ZombieCause::PromiseUnmet, ZombieCause::InvestorStalled];
    let told = Told::by(&signed("a", "2018-01-15"));
    assert_eq!(candidate(&told, "2018-10-21"), None);
    let from = |days, reached: &str| Some(("2018-04-25".to_owned(), days, reached.to_owned(), all.clone()));
    assert_eq!(candidate(&told, "2018-10-22"), from(180, "2018-10-22"));

    let mut city = signed("a", "2018-01-15");
    city.today("2018-06-01").command("a", pause(PauseReason::Land), "2018-06-01");
    assert_eq!(candidate(&Told::by(&city), "2018-12-31"), None, "it waits");
    city.today("2018-07-01").command("a", Command::Resume(Resumption::default()), "2018-07-01");
    let told = Told::by(&city);
    assert_eq!(candidate(&told, "2018-11-20"), None);
    assert_eq!(candidate(&told, "2018-11-21"), from(210, "2018-11-21"));

    // the same days for the market count, and a resumption does not move an agreed start
    let mut city = signed("a", "2018-01-15");
    city.today("2018-06-01").command("a", pause(PauseReason::Market), "2018-06-01");
    city.today("2018-07-01").command("a", Command::Resume(Resumption::default()), "2018-07-01");
    assert_eq!(candidate(&Told::by(&city), "2018-10-22"), from(180, "2018-10-22"));

    // reached before it began to wait: the investor is not at fault meanwhile
    let mut city = signed("a", "2018-01-15");
    city.today("2018-11-01").command("a", pause(PauseReason::Land), "2018-11-01");
    let causes = candidate(&Told::by(&city), "2018-11-01").map(|(.., causes)| causes);
    assert_eq!(causes, Some(vec![ZombieCause::LandNotCleared, ZombieCause::PromiseUnmet]));
}

fn started(on: &'static str) -> City {
    let mut city = signed("a", "2018-01-15");
    city.acts("a", &[(Verb::Register, "2018-02-01"), (Verb::Start, on)]);
    city
}

/// Started on 1 March: 12 months later it is a candidate, unless more was invested: then 12 months after the report's last
/// day. A report from 1 January on that adds nothing is no activity.
#[test]
fn after_the_start_the_last_activity_counts() {
    let of = |told: &Told, as_of| candidate(told, as_of).map(|(since, days, reached, _)| (since, days, reached));
    let told = Told::by(&started("2018-03-01"));
    assert_eq!(of(&told, "2019-02-28"), None);
    assert_eq!(of(&told, "2019-03-01"), Some(("2018-03-01".into(), 365, "2019-03-01".into())));

    let mut city = started("2018-03-01");
    report(&mut city, "a", "2018-01-01", "2018-06-30", 100);
    report(&mut city, "a", "2018-01-01", "2018-09-30", 100);
    report(&mut city, "a", "2018-10-01", "2018-10-31", 0);
    let told = Told::by(&city);
    assert_eq!(of(&told, "2019-06-29"), None);
    assert_eq!(of(&told, "2019-06-30"), Some(("2018-06-30".into(), 365, "2019-06-30".into())));
    // as of June's last day but one the report had not ended: what counts is its period
    assert_eq!(of(&told, "2018-06-29"), None);
    report(&mut city, "a", "2018-01-01", "2018-11-30", 101);
    assert_eq!(of(&Told::by(&city), "2019-11-29"), None);
    assert_eq!(of(&Told::by(&city), "2019-11-30"), Some(("2018-11-30".into(), 365, "2019-11-30".into())));
    // of one period the report recorded last stands
    city.today("2018-12-01").report("a", "2018-01-01", "2018-11-30", Money::from_fen(10_000));
    assert_eq!(of(&Told::by(&city), "2019-06-30"), Some(("2018-06-30".into(), 365, "2019-06-30".into())));
}

/// A stop for the winter from 10 November does not count while the season lasts. Once it is over and no work resumed, it
/// counts in full: on 1 April it has been a candidate since 1 March. With a resumption a year begins again.
#[test]
fn a_seasonal_stop_counts_only_once_no_work_resumed() {
    let mut city = started("2018-03-01");
    city.today("2018-11-10").command("a", pause(PauseReason::Season), "2018-11-10");
    let told = Told::by(&city);
    let of = |told: &Told, as_of| candidate(told, as_of).map(|(since, _, reached, _)| (since, reached));
    assert_eq!(of(&told, "2019-03-01"), None);
    assert_eq!(of(&told, "2019-03-31"), None);
    assert_eq!(of(&told, "2019-04-01"), Some(("2018-03-01".into(), "2019-03-01".into())));
    city.today("2019-03-20").command("a", Command::Resume(Resumption::default()), "2019-03-20");
    let told = Told::by(&city);
    assert_eq!(of(&told, "2020-03-19"), None);
    assert_eq!(of(&told, "2020-03-20"), Some(("2019-03-20".into(), "2020-03-20".into())));
    // a zombie is found already
    city.today("2020-04-01").stall("a", ZombieCause::ConstructionHalted, "2020-04-01");
    let told = Told::by(&city);
    assert_eq!(of(&told, "2020-04-01"), None);
    assert_eq!(told.on("2020-04-01").started_not_producing()[0].project.position.stage(), Stage::Zombie);
    assert_eq!(of(&told, "2020-03-31"), Some(("2019-03-20".into(), "2020-03-20".into())));
}

/// Before anything is recorded there is nothing to list.
#[test]
fn nothing_known_is_nothing_listed() {
    let told = Told::by(&signed("a", "2018-02-01"));
    assert_eq!(told.known("2018-12-31", "2014-12-31").projects(), []);
    assert_eq!(Portfolio::new().standing(Day::MAX, told.now).projects(), []);
}
