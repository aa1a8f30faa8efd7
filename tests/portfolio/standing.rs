//! Lists say of any history what its projects say, replayed from the events known at the instant.

use std::collections::BTreeMap;

use project_lifecycle::evidence::Evidence;
use project_lifecycle::lifecycle::{Library, Outcome, PauseReason, Position, ZombieCause};
use project_lifecycle::portfolio::{ActionPlan, CorrectionKind, Light, LightReason, Lists, Signal, Waiting};
use project_lifecycle::project::fact::{Fact, InvestmentReport, Milestone, PauseSpan};
use project_lifecycle::project::{Basis, Change, Step};
use project_lifecycle::reason::Reason;
use project_lifecycle::value::{Day, Timestamp};
use project_lifecycle::{Command, Context, Event, Policy, Project, ProjectId, Record, Stage, Verb};
use proptest::prelude::*;

use super::properties::{fold, records};
use crate::common::evidence::stall_finding;
use crate::common::{actor, actor_id, day, event_id, org, plus, policy};

/// The projects as the events known at an instant tell them, by their ids.
fn replayed(records: &[Record], known_at: Timestamp) -> Vec<Project> {
    let mut streams: BTreeMap<ProjectId, Vec<Event>> = BTreeMap::new();
    for record in records.iter().filter(|record| record.recorded_time() <= known_at) {
        if let Ok(event) = record.event() {
            streams.entry(event.project()).or_default().push(event);
        }
    }
    streams.into_values().map(|events| Project::replay(events).expect("a history")).collect()
}

/// The longest first, and of equals by their ids.
fn ordered<T>(mut rows: Vec<(i64, ProjectId, T)>) -> Vec<(i64, ProjectId, T)> {
    rows.sort_by_key(|(days, id, _)| (-days, *id));
    rows
}

/// When a project did something last, of the steps that stand.
fn did(project: &Project, verb: Verb) -> Option<Day> {
    project.standing().filter(|step| step.verb() == verb).last().map(|step| step.effective_on())
}

fn footing(project: &Project) -> Stage {
    project.position().footing()
}

fn is_closed(project: &Project) -> bool {
    project.stage() == Stage::Closed
}

fn same_projects(lists: &Lists<'_>, projects: &[Project]) {
    let listed = lists.projects();
    assert_eq!(listed.len(), projects.len());
    for (listed, project) in listed.iter().zip(projects) {
        let profile = project.profile();
        assert_eq!(listed.project, project.id());
        assert_eq!((listed.position, listed.since), (project.position(), project.since()));
        assert_eq!((listed.name.as_str(), listed.zone), (profile.name(), profile.zone()));
        assert_eq!((listed.kind, listed.category), (profile.kind(), profile.category()));
        assert_eq!(listed.total_investment, project.total_investment());
        assert_eq!((listed.officer, listed.responsibility), (project.officer(), project.responsibility()));
        assert_eq!(listed.code, project.current().code.as_ref());
        assert_eq!(listed.company_code, project.company().and_then(|company| company.code));
    }
}

fn same_waiting(lists: &Lists<'_>, projects: &[Project], today: Day) {
    let expected = |stages: &[Stage], verb, lacks: &dyn Fn(&Project) -> bool| {
        let waiting = projects.iter().filter(|project| stages.contains(&footing(project)) && lacks(project));
        ordered(waiting.filter_map(|p| did(p, verb).map(|on| (today.days_since(on), p.id(), on))).collect())
    };
    let found = |rows: Vec<Waiting<'_>>| {
        rows.into_iter().map(|row| (row.days, row.project.project, row.waiting_since)).collect::<Vec<_>>()
    };
    assert_eq!(found(lists.signed_not_registered()), expected(&[Stage::Signed], Verb::Sign, &|_| true));
    assert_eq!(found(lists.started_not_producing()), expected(&[Stage::Started], Verb::Start, &|_| true));
    let below = |project: &Project| !project.milestones().any(|(m, _)| m.milestone == Milestone::FullCapacity);
    assert_eq!(
        found(lists.producing_not_at_full_capacity()),
        expected(&[Stage::Producing, Stage::Operating], Verb::Commission, &below)
    );
    let not_started = lists.signed_not_started();
    let (mut due, mut open, mut undated) = (Vec::new(), Vec::new(), Vec::new());
    for project in projects.iter().filter(|p| [Stage::Signed, Stage::Registered].contains(&footing(p))) {
        let signed_on = did(project, Verb::Sign).expect("it was signed");
        let baseline = project.baseline();
        let baseline = baseline.iter().find(|day| day.stage == Stage::Started).map(|day| day.by);
        let told = (signed_on, project.agreed_start(), baseline);
        match project.agreed_start() {
            Some(start) if start < today => due.push((today.days_since(start), project.id(), told)),
            Some(_) => open.push((today.days_since(signed_on), project.id(), told)),
            None => undated.push((today.days_since(signed_on), project.id(), told)),
        }
    }
    for (rows, expected) in [(not_started.due, due), (not_started.not_yet_due, open), (not_started.undated, undated)] {
        let found = rows.into_iter().map(|row| {
            let told = (row.signed_on, row.agreed_start, row.baseline_start);
            (row.overdue_days.unwrap_or(row.days), row.project.project, told)
        });
        assert_eq!(found.collect::<Vec<_>>(), ordered(expected));
    }
}

fn same_due(lists: &Lists<'_>, projects: &[Project], today: Day) {
    let paused = projects.iter().filter_map(|project| {
        let open = project.pauses().iter().find(|span| span.resumed_on.is_none())?;
        assert_eq!(project.current().paused_since, Some(open.from));
        Some((today.days_since(open.from), project.id(), (open.from, open.pause.reason)))
    });
    let found = lists.paused().into_iter().map(|row| (row.days, row.project.project, (row.paused_since, row.reason)));
    assert_eq!(found.collect::<Vec<_>>(), ordered(paused.collect()));

    let owed = projects.iter().flat_map(|project| {
        project.commitments().iter().map(move |owed| {
            let days = today.days_since(owed.due);
            (days, project.id(), (*owed, days > 0 && !is_closed(project)))
        })
    });
    let found = lists.owed_papers().into_iter().map(|row| (row.days, row.project.project, (row.owed, row.is_overdue)));
    assert_eq!(found.collect::<Vec<_>>(), ordered(owed.collect()));

    let duties = projects.iter().filter_map(|project| {
        let duties = project.overdue_duties(&policy(), today);
        let due = project.duties_due(&policy()).filter(|_| !duties.is_empty())?;
        Some((today.days_since(due), project.id(), (due, duties)))
    });
    let found = lists.overdue_duties(&policy());
    let found = found.into_iter().map(|row| (row.days, row.project.project, (row.due, row.duties)));
    assert_eq!(found.collect::<Vec<_>>(), ordered(duties.collect()));
}

fn same_own(lists: &Lists<'_>, projects: &[Project]) {
    for project in projects {
        if let Some(officer) = project.officer() {
            let own = projects.iter().filter(|p| p.officer() == Some(officer) && !is_closed(p)).map(Project::id);
            let mut found: Vec<_> = lists.of_officer(officer).into_iter().map(|listed| listed.project).collect();
            found.sort_unstable();
            assert_eq!(found, own.collect::<Vec<_>>());
        }
        if let Some(told) = project.responsibility() {
            for body in told.responsible.iter().chain([&told.lead]) {
                let own = projects.iter().filter(|p| !is_closed(p)).filter_map(|p| {
                    let told = p.responsibility()?;
                    let is_lead = told.lead == *body;
                    (is_lead || told.responsible.contains(body)).then_some((p.id(), is_lead))
                });
                let mut found: Vec<_> =
                    lists.of_body(body).into_iter().map(|row| (row.project.project, row.is_lead)).collect();
                found.sort_unstable();
                assert_eq!(found, own.collect::<Vec<_>>());
            }
        }
    }
}

/// The library of a position without its part.
fn shelf(library: Option<Library>) -> Option<bool> {
    library.map(|library| library == Library::PlanningReserve)
}

fn same_libraries(lists: &Lists<'_>, projects: &[Project], today: Day) {
    let mut expected = Vec::new();
    let (mut entries, mut exits) = (0, 0);
    for project in projects {
        let (mut entered_on, mut in_part, mut at) = (None, None, None);
        for step in project.standing() {
            let to = step.event().to().library();
            if shelf(to) != shelf(at) {
                entries += usize::from(to.is_some());
                exits += usize::from(at.is_some());
                entered_on = Some(step.effective_on());
            }
            if to != at {
                in_part = Some(step.effective_on());
            }
            at = to;
        }
        if let Some(library) = project.library() {
            let (entered_on, in_part) = (entered_on.expect("it entered"), in_part.expect("it entered"));
            expected.push((today.days_since(entered_on), project.id(), (library, entered_on, in_part)));
        }
    }
    let found = lists.in_libraries().into_iter().map(|row| {
        (today.days_since(row.entered_on), row.project.project, (row.library, row.entered_on, row.in_part_since))
    });
    assert_eq!(found.collect::<Vec<_>>(), ordered(expected));
    let moves = lists.library_moves(day("2000-01-01"), today);
    assert_eq!((moves.entries.len(), moves.exits.len()), (entries, exits));
    assert_eq!(entries - exits, lists.in_libraries().len(), "who came in and did not go out is in");
}

/// The last day on which more was invested or work resumed, by a reading of its own.
fn active_on(project: &Project) -> Option<Day> {
    let reports: Vec<_> = project.investment().collect();
    let mut last = None;
    for report in &reports {
        let before = reports.iter().filter(|other| {
            let kind = |report: &InvestmentReport| (report.measure, report.amount.currency(), report.from);
            kind(other) == kind(report) && other.to < report.to
        });
        let before = before.max_by_key(|other| other.to).map_or(0, |other| other.amount.minor());
        if report.amount.minor() > before {
            last = last.max(Some(report.to));
        }
    }
    let resumed = project.pauses().iter().filter(|span| span.resumed_by.is_some()).filter_map(|span| span.resumed_on);
    last.max(resumed.max())
}

/// Whether a finding for the cause would be refused for its time, or because the investor is not at fault.
fn is_too_early(project: &Project, cause: ZombieCause, since: Day, today: Day, known_at: Timestamp) -> bool {
    let context = Context::new(event_id(u64::MAX >> 20, 0), known_at, actor());
    let command = Command::Stall(stall_finding(cause, since, today));
    let reasons = project.check(&command, &context, &policy());
    let is_of_time = |reason: &Reason| {
        matches!(
            reason,
            Reason::StartNotOverdue { .. } | Reason::ThresholdNotReached { .. } | Reason::NotAtFault { .. }
        )
    };
    reasons.iter().any(is_of_time)
}

fn same_candidates(lists: &Lists<'_>, projects: &[Project], today: Day, known_at: Timestamp) {
    let policy: Policy = policy();
    let found = lists.zombie_candidates(&policy);
    for project in projects {
        let row = found.iter().find(|row| row.project.project == project.id());
        let since = project.since().max(active_on(project).unwrap_or(Day::MIN));
        let causes = ZombieCause::open_to(project.stage());
        let causes = causes.filter(|cause| policy.stall_threshold(project.stage(), *cause).is_some());
        let lawful: Vec<_> = causes.filter(|cause| !is_too_early(project, *cause, since, today, known_at)).collect();
        let told = row.map_or_else(Vec::new, |row| row.causes.clone());
        let waits = |reason| matches!(reason, PauseReason::Land | PauseReason::Promise);
        if project.pauses().iter().any(|span| waits(span.pause.reason)) {
            assert!(told.iter().all(|cause| lawful.contains(cause)), "{told:?} of {lawful:?}");
        } else {
            assert_eq!(told, lawful);
        }
    }
    assert!(found.iter().all(|row| row.reached_on <= today && row.days == today.days_since(row.still_since)));
}

fn same_duplicates(lists: &Lists<'_>, projects: &[Project]) {
    let mut pairs = 0;
    let open: Vec<_> = projects.iter().filter(|p| p.outcome() != Some(Outcome::Duplicate)).collect();
    for (n, one) in open.iter().enumerate() {
        for other in &open[n + 1..] {
            let company = |p: &Project| p.company().and_then(|company| company.code).copied();
            pairs += usize::from(one.current().code.is_some() && one.current().code == other.current().code);
            pairs += usize::from(company(one).is_some() && company(one) == company(other));
            let (one, other) = (one.profile(), other.profile());
            pairs += usize::from((one.name(), one.zone()) == (other.name(), other.zone()));
        }
    }
    let found = lists.possible_duplicates();
    let told = found.iter().map(|group| group.projects.len() * (group.projects.len() - 1) / 2);
    assert_eq!(told.sum::<usize>(), pairs);
}

/// Whether a day that stands for a stage binds the project: it is signed, and after the last step back from talks or a signing
/// the stage was agreed, or a schedule that stands names it.
fn is_bound(project: &Project, stage: Stage) -> bool {
    let steps: Vec<_> = project.standing().collect();
    let is_back = |verb| matches!(verb, Verb::BreakOff | Verb::ReopenTalks | Verb::Terminate);
    let began = steps.iter().rposition(|step| is_back(step.verb())).map_or(0, |at| at + 1);
    let ended = if began == 0 { 0 } else { steps[began - 1].event().version() };
    let of_revival = |step: &Step<'_>| {
        let Basis::Evidence(Evidence::Revival(revival)) = step.basis() else { return false };
        revival.new_schedule().by(stage).is_some()
    };
    let voided: Vec<_> = project
        .events()
        .iter()
        .filter_map(|event| if let Change::VoidFact(voiding) = event.change() { Some(voiding.version) } else { None })
        .collect();
    let scheduled = project.events().iter().filter(|event| event.version() > ended).any(|event| {
        let Change::Fact(Fact::Schedule(set)) = event.change() else { return false };
        set.stages.by(stage).is_some() && !voided.contains(&event.version())
    });
    let [start, production] = [project.agreed_start(), project.agreed().production];
    let agreed = [(Stage::Started, start), (Stage::Producing, production)];
    let is_agreed = agreed.into_iter().any(|(of, day)| of == stage && day.is_some());
    let is_signed = steps[began..].iter().any(|step| step.verb() == Verb::Sign);
    is_signed && (is_agreed || scheduled || steps[began..].iter().any(of_revival))
}

/// Of each project its track says what its own history says.
fn same_tracks(lists: &Lists<'_>, projects: &[Project], today: Day) {
    let tracks = lists.tracks();
    assert_eq!(tracks.len(), projects.len());
    for (track, project) in tracks.iter().zip(projects) {
        assert_eq!(lists.track(project.id()).as_ref(), Some(track));
        let planning = (1, None, Position::START, project.planned_on());
        let steps = project
            .standing()
            .map(|step| (step.event().version(), Some(step.verb()), step.event().to(), step.effective_on()));
        let told = track.steps.iter().map(|step| (step.version, step.verb, step.to, step.on));
        assert_eq!(told.collect::<Vec<_>>(), core::iter::once(planning).chain(steps).collect::<Vec<_>>());
        let last = track.steps.last().expect("the planning");
        assert_eq!((last.to, last.on), (track.project.position, track.project.since));
        let cause = (project.stage() == Stage::Zombie).then_some(last.cause).flatten();
        assert_eq!((cause, last.outcome), (project.zombie_cause(), project.outcome()));

        let baseline = project.baseline();
        let scheduled = |stage| project.schedule().and_then(|schedule| schedule.by(stage));
        for stage in Stage::ALL {
            let node = track.nodes.iter().find(|node| node.stage == stage);
            let agreed = if stage == Stage::Started { project.agreed_start() } else { None };
            if let Some(expected) = agreed.or(scheduled(stage).filter(|_| stage != Stage::Producing)) {
                assert_eq!(node.map(|node| node.agreed), Some(expected), "{stage}");
            }
            if let (Some(planned), Some(node)) = (baseline.iter().find(|planned| planned.stage == stage), node) {
                assert_eq!(node.agreed_first, planned.by, "{stage}");
            }
            let Some(node) = node else { continue };
            let reached = project.standing().find(|step| step.event().to().stage() == stage);
            assert_eq!(node.reached, reached.map(|step| step.effective_on()));
            match node.reached {
                Some(on) => assert_eq!(node.days_late, Some(on.days_since(node.agreed))),
                None if today > node.agreed && !is_closed(project) && is_bound(project, stage) => {
                    assert_eq!(node.days_late, Some(today.days_since(node.agreed)));
                }
                None => assert_eq!(node.days_late, None),
            }
        }
        assert!(track.nodes.is_sorted_by_key(|node| (node.agreed, node.stage)));

        let pauses = project.pauses().iter().map(|span| (span.from, span.resumed_on, &span.pause));
        let told: Vec<_> = track.pauses.iter().map(|pause| (pause.from, pause.until, pause.reason)).collect();
        assert_eq!(told, pauses.map(|(from, until, pause)| (from, until, pause.reason)).collect::<Vec<_>>());
        assert_eq!(track.owed, project.commitments());

        let corrections = project.events().iter().filter_map(|event| {
            let (kind, corrects) = match event.change() {
                Change::Void(voiding) => (CorrectionKind::Void, voiding.version),
                Change::Redate(redating) => (CorrectionKind::Redate, redating.version),
                Change::Correct(correcting) => (CorrectionKind::Correct, correcting.version),
                Change::Replan(_) => (CorrectionKind::Replan, 1),
                Change::VoidFact(voiding) => (CorrectionKind::VoidFact, voiding.version),
                Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | _ => return None,
            };
            Some((event.version(), kind, corrects))
        });
        let told = track.corrections.iter().map(|row| (row.version, row.kind, row.corrects));
        assert_eq!(told.collect::<Vec<_>>(), corrections.collect::<Vec<_>>());
    }
    // the node of a start has the days that the list of those to start has
    let not_started = lists.signed_not_started();
    for row in not_started.due.iter().chain(&not_started.not_yet_due) {
        let track = lists.track(row.project.project).expect("it is known");
        let node = track.nodes.iter().find(|node| node.stage == Stage::Started).expect("a start is agreed");
        assert_eq!((Some(node.agreed), node.days_late), (row.agreed_start, row.overdue_days));
        assert!(row.baseline_start.is_none_or(|first| first == node.agreed_first));
    }
}

/// Whether a pause for a good reason of the preset goes on at the end of a day, as seen on another: a seasonal stop within its
/// season only, and once that is over only if work resumed.
fn is_excused(span: &PauseSpan, day: Day, seen_on: Day) -> bool {
    let goes_on = span.from <= day && span.resumed_on.is_none_or(|end| day < end);
    match span.pause.reason {
        PauseReason::Land | PauseReason::Promise => goes_on,
        PauseReason::Season => {
            let end = Day::new(span.from.year() + i32::from(span.from.month() >= 11), 3, 31).expect("a day");
            goes_on && day <= end && (span.resumed_on.is_some() || seen_on <= end)
        }
        PauseReason::Investor | PauseReason::Market | PauseReason::Other | _ => false,
    }
}

/// The preset's lights by a slow reading: month by month, day by day.
fn same_signals(lists: &Lists<'_>, projects: &[Project], today: Day) {
    let signals = lists.signals(&ActionPlan::shenyang_2018());
    assert!(signals.is_sorted_by_key(|signal| (std::cmp::Reverse(signal.light), signal.project.project)));
    for project in projects {
        let signal = signals.iter().find(|signal| signal.project.project == project.id());
        let excused = |day: Day| project.pauses().iter().any(|span| is_excused(span, day, today));
        let track = lists.track(project.id()).expect("it is known");
        let start = track.nodes.iter().find(|node| node.stage == Stage::Started);
        let is_to_start = matches!(project.stage(), Stage::Signed | Stage::Registered);
        let start = start.filter(|_| is_to_start && is_bound(project, Stage::Started));
        let patience = [(Stage::Planned, 45), (Stage::Negotiating, 30), (Stage::Signed, 20)];
        let patience = patience.into_iter().find(|(stage, _)| *stage == project.stage()).map(|(_, days)| days);
        if start.is_none() && patience.is_none() {
            assert_eq!(signal, None);
            continue;
        }
        let mut expected = Vec::new();
        if let Some(node) = start {
            let first = |day: Day| Day::new(day.year(), day.month(), 1).expect("a day");
            let (mut months, mut end) = (0, today);
            while end >= first(node.agreed) && (end == today || !excused(end)) {
                months += 1;
                end = plus(first(end), -1);
            }
            if months > 0 {
                let light = if months >= 3 { Light::Red } else { Light::Yellow };
                expected.push((light, LightReason::NotStarted, today.days_since(node.agreed)));
            }
        }
        if let Some(patience) = patience {
            let since = active_on(project).map_or(project.since(), |active| active.max(project.since()));
            let days = (0..today.days_since(since)).filter(|n| !excused(plus(since, *n))).count() as i64;
            if days >= patience {
                expected.push((Light::Yellow, LightReason::NoProgress, days));
            }
        }
        let signal = signal.expect("a rule speaks of it");
        let lit: Vec<_> = signal.why.iter().map(|lit| (lit.light, lit.reason, lit.days)).collect();
        assert_eq!(lit, expected);
        assert!(signal.why.iter().all(|lit| lit.excuse.is_some() == excused(today)));
        let light = expected.iter().map(|(light, ..)| *light).max().filter(|_| !excused(today));
        assert_eq!(signal.light, light.unwrap_or(Light::Green));
    }
}

fn everything(lists: &Lists<'_>) -> String {
    let policy = policy();
    let (from, to) = (Day::MIN, Day::MAX);
    let officer = actor_id("officer-7");
    let json = serde_json::to_string(&(
        (lists.projects(), lists.in_libraries(), lists.library_moves(from, to), lists.signed_not_registered()),
        (lists.signed_not_started(), lists.started_not_producing(), lists.producing_not_at_full_capacity()),
        (lists.paused(), lists.owed_papers(), lists.overdue_duties(&policy), lists.possible_duplicates()),
        (lists.of_officer(&officer), lists.of_body(&org("lead")), lists.zombie_candidates(&policy)),
        (lists.tracks(), lists.signals(&ActionPlan::shenyang_2018())),
    ));
    json.expect("lists are data")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// At any instant every list says of each project what the project says, whose history it was then.
    #[test]
    fn lists_say_what_projects_say(
        records in records(),
        known in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let portfolio = fold(&records);
        let instants = known.iter().map(|known| records[known.index(records.len())].recorded_time());
        for known_at in instants.chain(portfolio.last_recorded()) {
            let (projects, today) = (replayed(&records, known_at), policy().day(known_at));
            let lists = portfolio.standing(today, known_at);
            same_projects(&lists, &projects);
            same_waiting(&lists, &projects, today);
            same_due(&lists, &projects, today);
            same_own(&lists, &projects);
            same_libraries(&lists, &projects, today);
            same_candidates(&lists, &projects, today, known_at);
            same_duplicates(&lists, &projects);
            same_tracks(&lists, &projects, today);
            same_signals(&lists, &projects, today);
        }
    }

    /// While nothing happens no light gets better.
    #[test]
    fn time_alone_betters_no_light(records in records(), days in -30..2_500i64, more in prop::collection::vec(1..200i64, 1..6)) {
        let portfolio = fold(&records);
        let (plan, known_at) = (ActionPlan::shenyang_2018(), portfolio.last_recorded().expect("a record"));
        let acts: Vec<_> = replayed(&records, known_at).iter().map(|project| {
            let steps = project.standing().map(|step| step.effective_on());
            let facts = project.events().iter().map(Event::effective_on);
            let mut days: Vec<Day> = steps.chain(facts).chain(project.investment().map(|report| report.to)).collect();
            days.sort_unstable();
            (project.id(), days)
        }).collect();
        let mut as_of = plus(day("2018-06-01"), days);
        let mut before = portfolio.standing(as_of, known_at).signals(&plan);
        for more in more {
            let later = plus(as_of, more);
            let after = portfolio.standing(later, known_at).signals(&plan);
            for (id, days) in &acts {
                if days.iter().any(|day| as_of < *day && *day <= later) {
                    continue;
                }
                let light = |signals: &[Signal<'_>]| signals.iter().find(|s| s.project.project == *id).map(|s| s.light);
                prop_assert!(light(&before) <= light(&after), "{as_of} {later}");
            }
            (as_of, before) = (later, after);
        }
    }

    /// Of a day that is past they say where the steps of that day led, and what the facts of that day told.
    #[test]
    fn of_a_day_they_say_what_was_dated_by_then(records in records(), days in prop::collection::vec(-30..2_500i64, 1..6)) {
        let portfolio = fold(&records);
        let known_at = portfolio.last_recorded().expect("a record");
        let projects = replayed(&records, known_at);
        for as_of in days.into_iter().map(|days| plus(day("2018-06-01"), days)) {
            let lists = portfolio.standing(as_of, known_at);
            let planned: Vec<_> = projects.iter().filter(|project| project.planned_on() <= as_of).collect();
            let listed = lists.projects();
            prop_assert_eq!(listed.len(), planned.len());
            for (listed, project) in listed.iter().zip(planned) {
                let last = project.standing().filter(|step| step.effective_on() <= as_of).last();
                let planning = (Position::START, project.planned_on());
                let stood = last.map_or(planning, |step| (step.event().to(), step.effective_on()));
                prop_assert_eq!((listed.position, listed.since), stood);
                let profile = project.profile_on(as_of);
                prop_assert_eq!((listed.name.as_str(), listed.zone), (profile.name(), profile.zone()));
                prop_assert_eq!((listed.kind, listed.category), (profile.kind(), profile.category()));
                let track = lists.track(project.id()).expect("it is planned");
                let steps = project.standing().filter(|step| step.effective_on() <= as_of);
                let told = track.steps[1..].iter().map(|step| (step.version, step.on));
                prop_assert!(told.eq(steps.map(|step| (step.event().version(), step.effective_on()))));
                prop_assert!(track.nodes.iter().all(|node| node.reached.is_none_or(|on| on <= as_of)));
                prop_assert!(track.pauses.iter().all(|p| p.from <= as_of && p.until.is_none_or(|on| on <= as_of)));
                let paused = project.pauses().iter().find(|span| span.from <= as_of && span.resumed_on.is_none_or(|end| as_of < end));
                let found = lists.paused().into_iter().find(|row| row.project.project == project.id());
                prop_assert_eq!(found.map(|row| row.paused_since), paused.map(|span| span.from));
            }
        }
    }

    /// Streams may come in any order, each in its own; and what was recorded later changes no list.
    #[test]
    fn lists_do_not_depend_on_what_came_between(records in records(), known in any::<prop::sample::Index>(), days in -30..2_500i64) {
        let known_at = records[known.index(records.len())].recorded_time();
        let as_of = plus(day("2018-06-01"), days);
        let mut sorted: Vec<&Record> = records.iter().collect();
        sorted.sort_by_key(|record| (std::cmp::Reverse(record.subject().to_string()), record.sequence()));
        let then = fold(records.iter().filter(|record| record.recorded_time() <= known_at));
        let expected = everything(&fold(&records).standing(as_of, known_at));
        prop_assert_eq!(&everything(&fold(sorted).standing(as_of, known_at)), &expected);
        prop_assert_eq!(&everything(&then.standing(as_of, known_at)), &expected);
    }
}
