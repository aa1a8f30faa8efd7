//! Nothing is gained by dodging: what takes a project back, stops it, cuts it up or closes it improves no figure of a year.

use project_lifecycle::evidence::AgreementForm;
use project_lifecycle::lifecycle::{Outcome, ProjectCategory, ZombieKind, ZoneClass};
use project_lifecycle::portfolio::{ActionPlan, Figure, Figures, Judgement, Period, Question};
use project_lifecycle::project::fact::{InvestmentReport, Link, LinkKind};
use project_lifecycle::project::{Command, Decision, InvestmentMeasure};
use project_lifecycle::registry::{ZombieBaseline, Zone, ZoneCommand, ZoneProfile};
use project_lifecycle::value::{Day, ProjectId, RegionCode};
use project_lifecycle::{AppendRequest, Context, EventStore as _, Profile, Project, Timestamp, Verb};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::city::{City, yuan_of, zone};
use super::properties::fold;
use crate::common::evidence::{agreement_form, closing, complete, paper, schedule};
use crate::common::random::{Ask, Step, step};
use crate::common::walk::Walk;
use crate::common::{actor, context, day, evening, event_id, plus, policy, project_id, source, text};

/// The day on which zones freeze their zombies.
const FROZEN: &str = "2019-06-30";
const MILLION: i64 = 1_000_000;
const TOTALS: [i64; 4] = [50, 120, 2_500, 6_000];

/// A project before anybody dodges: what it was planned as, its course, and what it spent.
#[derive(Clone, Debug)]
struct Course {
    zone: usize,
    category: usize,
    /// Its planned total; none now and then.
    total: usize,
    steps: Vec<Step>,
    /// For each signing the agreed total.
    agreed: usize,
    spent: i64,
}

/// Most of its steps lead on, so that it comes somewhere.
fn course() -> impl Strategy<Value = Course> {
    let onward = (0..2usize, prop_oneof![4 => 0..30i64, 1 => 30..200i64]);
    let onward = onward.prop_map(|(which, pass)| Step { ask: Ask::Permitted(which), pass, shift: 0 });
    let steps = prop::collection::vec(prop_oneof![2 => onward, 1 => step()], 0..14);
    (0..2usize, 0..4usize, 0..5usize, steps, 0..4usize, 0..4i64).prop_map(
        |(zone, category, total, steps, agreed, spent)| Course { zone, category, total, steps, agreed, spent },
    )
}

/// What takes a project back, or stops it.
const BACK: [Verb; 5] = [Verb::SendBack, Verb::BreakOff, Verb::ReopenTalks, Verb::Terminate, Verb::Stall];

/// A move that looks for an advantage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dodge {
    Takes(Verb),
    Closes(Outcome),
    Reschedules,
    Splits(LinkKind),
}

/// Closings but that of a duplicate, which names its survivor.
fn dodge() -> impl Strategy<Value = Dodge> {
    let outcomes: Vec<_> = Outcome::ALL.into_iter().filter(|outcome| *outcome != Outcome::Duplicate).collect();
    prop_oneof![
        6 => prop::sample::select(BACK.to_vec()).prop_map(Dodge::Takes),
        3 => prop::sample::select(outcomes).prop_map(Dodge::Closes),
        1 => Just(Dodge::Reschedules),
        2 => prop::sample::select(vec![LinkKind::SplitFrom, LinkKind::SplitInto]).prop_map(Dodge::Splits),
    ]
}

/// A dodge of a project, so many days after the last step, or after the stock was counted.
type Try = (Index, Dodge, i64);

fn tries() -> impl Strategy<Value = Vec<Try>> {
    prop::collection::vec((any::<Index>(), dodge(), prop_oneof![0..4i64, 0..365i64]), 1..6)
}

/// Courses, of which the one that says which year is asked about, years from its last step on, and what is tried.
type History = (Vec<Course>, Index, i32, Vec<Try>);

fn history() -> impl Strategy<Value = History> {
    let year = prop_oneof![5 => Just(0), 1 => Just(1)];
    (prop::collection::vec(course(), 1..6), any::<Index>(), year, tries())
}

/// What an office accepted of a course.
fn live(p: u64, course: &Course) -> Walk {
    let mut walk = Walk::plan(p);
    let mut profile = Profile::new(text("项目"), zone(["shenyang-hitech", "hunnan"][course.zone]));
    if let Some(total) = TOTALS.get(course.total) {
        profile = profile.investing(yuan_of(total * MILLION));
    }
    if let Some(category) = ProjectCategory::ALL.get(course.category) {
        profile = profile.in_category(*category);
    }
    let planned = Project::plan(project_id(p), profile, &context(p, 0, walk.today), &walk.policy).expect("planned");
    walk.project = Project::replay([planned]).expect("a history");
    walk.assign_duties();
    for step in &course.steps {
        walk.pass(step.pass);
        let (command, context) = step.command(&walk);
        let command = if matches!(command, Command::Sign(_)) {
            let kind = walk.project.profile().kind();
            let form = agreement_form(kind, context.effective_on().unwrap_or(walk.today));
            let total = yuan_of(TOTALS[course.agreed] * MILLION).into();
            Command::Sign(AgreementForm { total_investment: total, ..form }.try_into().expect("complete"))
        } else {
            command
        };
        record(&mut walk, command, &context);
    }
    if course.spent > 0 {
        let (from, to) = (walk.project.planned_on(), walk.project.planned_on());
        let amount = yuan_of(course.spent * MILLION);
        let report = InvestmentReport { amount, from, to, measure: InvestmentMeasure::Completed };
        let today = walk.context();
        record(&mut walk, Command::ReportInvestment(report), &today);
    }
    walk
}

/// Whether the office accepted it.
fn record(walk: &mut Walk, command: Command, context: &Context) -> bool {
    walk.n += 1;
    let Ok(Decision::Record(event)) = walk.project.decide(command, context, &walk.policy) else { return false };
    walk.project.apply(event).expect("what was decided follows");
    true
}

/// Tries a dodge on a day, recorded when the year is long over: what was done, if it was.
fn tried(walk: &mut Walk, dodge: Dodge, on: Day, now: Timestamp) -> Option<Dodge> {
    let other = project_id(walk.p + 50);
    // one of those that the law permits here, if the one drawn is none
    let permitted = walk.project.next().map(|(verb, _)| verb).filter(|verb| BACK.contains(verb)).collect::<Vec<_>>();
    let dodge = match dodge {
        Dodge::Takes(verb) if !permitted.is_empty() && !permitted.contains(&verb) => {
            Dodge::Takes(permitted[verb as usize % permitted.len()])
        }
        Dodge::Takes(_) | Dodge::Closes(_) | Dodge::Reschedules | Dodge::Splits(_) => dodge,
    };
    let command = match dodge {
        Dodge::Takes(verb) => complete(verb, &walk.project, on),
        Dodge::Closes(outcome) => Command::Close(closing(outcome, on)),
        Dodge::Reschedules => Command::Reschedule(schedule(on).into()),
        Dodge::Splits(kind) => Command::Link(Link { kind, paper: Some(paper("拆分批复", on)), to: other }),
    };
    let context = Context::new(event_id(walk.p, walk.n), now, actor()).on(on);
    record(walk, command, &context).then_some(dodge)
}

/// Two zones, one of each class, each with all that was ever a zombie frozen in its baselines.
fn zones(walks: &[Walk], now: Timestamp) -> Vec<AppendRequest> {
    let was_zombie = |walk: &&Walk| walk.project.events().iter().any(|event| event.to().stalled_at().is_some());
    let zombies: Vec<ProjectId> = walks.iter().filter(was_zombie).map(|walk| walk.project.id()).collect();
    let mut requests = Vec::new();
    for (number, (id, class)) in
        [("shenyang-hitech", ZoneClass::National), ("hunnan", ZoneClass::Provincial)].into_iter().enumerate()
    {
        let context = |on: &str, n| Context::new(event_id(777, 10 * number as u64 + n), now, actor()).on(day(on));
        let profile = ZoneProfile::new(text(id), class, RegionCode::parse("210112").expect("a region"));
        let event = Zone::register(zone(id), profile, &source(), &context("2018-05-01", 1), &policy());
        let event = event.expect("registered");
        let mut known = Zone::replay([event.clone()]).expect("a history");
        requests.push(event.into());
        for (n, kind) in ZombieKind::ALL.into_iter().enumerate() {
            // the zone's own, so that no other zone answers for them
            let own = |id: &&ProjectId| {
                let walk = walks.iter().find(|walk| walk.project.id() == **id).expect("one of them");
                walk.project.profile().zone() == &zone(["shenyang-hitech", "hunnan"][number])
            };
            let members = zombies.iter().filter(own).copied().collect();
            let freeze = ZoneCommand::FreezeBaseline(ZombieBaseline { day: day(FROZEN), kind, members });
            let decided = known.decide(freeze, &context(FROZEN, 2 + n as u64), &policy()).expect("accepted");
            let event = decided.event().clone();
            known.apply(event.clone()).expect("it follows");
            requests.push(event.into());
        }
    }
    requests
}

/// The figures of a year at its end, by all that is recorded.
fn figures(walks: &[Walk], zones: &[AppendRequest], now: Timestamp, year: i32) -> Figures {
    let events = walks.iter().flat_map(|walk| walk.project.events());
    let mut requests: Vec<(Timestamp, AppendRequest)> =
        events.map(|event| (event.at(), AppendRequest::from(event.clone()))).collect();
    requests.extend(zones.iter().map(|request| (now, request.clone())));
    requests.sort_by_key(|(at, _)| *at);
    let mut store = crate::common::opened(source(), &actor(), evening(day("2018-04-30"))).expect("a log");
    for (at, request) in &requests {
        store.append(request, *at).expect("recorded");
    }
    let question = Question::of(Period::Year(year)).as_of(end_of(year));
    fold(store.records()).figures(&ActionPlan::shenyang_2018(), &question).expect("an answer")
}

fn end_of(year: i32) -> Day {
    Day::new(year, 12, 31).expect("a day")
}

/// What is better after than before: a higher rate or count, an emptied denominator, or a verdict that is met now.
fn gains(before: &Figure, after: &Figure) -> Option<String> {
    let net = |figure: &Figure| figure.net.value.number();
    let whole = |figure: &Figure| figure.denominator.as_ref().map(|part| part.value.number());
    let is_raised = match (whole(before), whole(after)) {
        (Some(0), _) => false,
        (Some(_), Some(0)) => true,
        (Some(of), Some(then)) => net(after) * of > net(before) * then,
        (None, _) | (_, None) => net(after) > net(before),
    };
    let is_met = before.verdict != Some(Judgement::Met) && after.verdict == Some(Judgement::Met);
    let told = |figure: &Figure| format!("{}/{:?} {:?}", net(figure), whole(figure), figure.verdict);
    let name = (&after.indicator, after.basis.as_ref().map(ToString::to_string), after.scope.to_string());
    (is_raised || is_met).then(|| format!("{name:?}: {} became {}", told(before), told(after)))
}

/// Whether a figure is held to what was dodged from a day on. What is left out are counts of days, which are no rate; a stock
/// that was not counted yet; baselines that were not frozen yet, and closings where they are the aim; and the two that a
/// test below explains.
fn is_held(figure: &Figure, done: &[(Dodge, Day)]) -> bool {
    let takes = |verbs: &[Verb]| done.iter().any(|(dodge, _)| verbs.iter().any(|verb| *dodge == Dodge::Takes(*verb)));
    let splits = done.iter().any(|(dodge, _)| *dodge == Dodge::Splits(LinkKind::SplitFrom));
    let closes = done.iter().any(|(dodge, _)| matches!(dodge, Dodge::Closes(_)));
    let is_after = |counted: Day| done.iter().all(|(_, on)| *on > counted);
    let year = done[0].1.year();
    let basis = figure.basis.as_ref().map(|basis| basis.as_str());
    match (figure.indicator.as_str(), basis) {
        (name, _) if name.starts_with("stage_dwell") => false,
        (name, _) if name.starts_with("stage_conversion:planned>") => !splits,
        (name, _) if name.starts_with("zombie_") => !closes && is_after(day(FROZEN)),
        (_, Some("reserve_as_of")) => is_after(Day::new(year, 5, 31).expect("a day")),
        ("large_project_share", _) => !takes(&[Verb::ReopenTalks, Verb::Terminate]),
        _ => true,
    }
}

/// What was done on which days, and the figures before and after.
type Dodged = (Vec<(Dodge, Day)>, Figures, Figures);

/// Goes through a history and what is tried; `None` if none of that was accepted.
fn dodged((courses, which, later, tries): &History) -> Option<Dodged> {
    let mut walks: Vec<Walk> = courses.iter().enumerate().map(|(p, course)| live(p as u64, course)).collect();
    let last_step = |walk: &Walk| walk.project.since();
    let year = last_step(&walks[which.index(walks.len())]).year() + later;
    let last = walks.iter().map(|walk| walk.today).max().expect("a project");
    let now = evening(plus(last.max(end_of(year)).max(day(FROZEN)), 30));
    let zones = zones(&walks, now);
    let before = figures(&walks, &zones, now, year);
    let mut done = Vec::new();
    for (which, dodge, days) in tries {
        let at = which.index(walks.len());
        let from = last_step(&walks[at]).max(Day::new(year, 1, 1).expect("a day"));
        let on = plus(from, *days);
        if on.year() == year {
            done.extend(tried(&mut walks[at], *dodge, on, now).map(|dodge| (dodge, on)));
        }
    }
    (!done.is_empty()).then(|| {
        let after = figures(&walks, &zones, now, year);
        (done, before, after)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn nothing_is_gained_by_dodging(history in history()) {
        let Some((done, before, after)) = dodged(&history) else { return Ok(()) };
        let is_same = |one: &Figure, other: &Figure| {
            (&one.indicator, &one.basis, &one.scope) == (&other.indicator, &other.basis, &other.scope)
        };
        prop_assert_eq!(before.figures.len(), after.figures.len());
        for (before, after) in before.figures.iter().zip(&after.figures) {
            prop_assert!(is_same(before, after));
            if is_held(after, &done) && let Some(gain) = gains(before, after) {
                return Err(TestCaseError::fail(format!("{done:?}: {gain}")));
            }
        }
    }
}

/// The property tries what it says that it tries, and numerators stood to be lost and won.
#[test]
fn every_dodge_is_tried() {
    let mut runner = TestRunner::deterministic();
    let (mut tried, mut held) = (Vec::new(), std::collections::BTreeSet::new());
    for _ in 0..400 {
        let history = history().new_tree(&mut runner).expect("a history").current();
        let Some((done, before, _)) = dodged(&history) else { continue };
        let is_there = |figure: &&Figure| {
            let whole = figure.denominator.as_ref().unwrap_or(&figure.gross);
            is_held(figure, &done) && whole.value.number() > 0
        };
        let counts = before.figures.iter().filter(is_there);
        held.extend(counts.map(|figure| figure.indicator.clone()));
        tried.extend(done.into_iter().map(|(dodge, _)| dodge));
    }
    let times = |is_it: &dyn Fn(Dodge) -> bool| tried.iter().filter(|dodge| is_it(**dodge)).count();
    for verb in BACK {
        assert!(times(&|dodge| dodge == Dodge::Takes(verb)) > 3, "{verb} was hardly tried");
    }
    assert!(times(&|dodge| matches!(dodge, Dodge::Closes(_))) > 20);
    assert!(times(&|dodge| dodge == Dodge::Reschedules) > 20);
    assert!(times(&|dodge| matches!(dodge, Dodge::Splits(_))) > 20);
    for indicator in [
        "signing_conversion",
        "same_year_start",
        "large_project_share",
        "industrial_start_share",
        "flagship",
        "zombie_projects_disposed",
    ] {
        assert!(held.contains(indicator), "{indicator} was never held: {held:?}");
    }
}

/// What a dodge gains by definition: the size of a project is that of the as-of day, and an agreement tells it only while it
/// stands. A project that was planned large, signed small, and spent money is large again once its agreement is ended. Nothing
/// recorded says that the plan shrank with the agreement; who thinks that it did amends the total, and then nothing is gained.
#[test]
fn an_ended_agreement_gives_the_planned_size_back() {
    let mut city = City::new();
    for (name, amended) in [("back", false), ("amended", true)] {
        city.today("2018-02-01").plan_as(name, City::profile(name).investing(yuan_of(120 * MILLION)));
        city.acts(name, &[(Verb::Engage, "2018-02-10")]);
        city.today("2018-03-01").sign_for(name, 50 * MILLION, "2018-03-01");
        city.today("2018-07-01").report(name, "2018-06-01", "2018-06-30", yuan_of(100));
        if amended {
            city.amend_total(name, 50 * MILLION, "2018-07-01");
        }
    }
    let share = |city: &City| city.year(2018).city("large_project_share").numbers();
    assert_eq!(share(&city), [20_000, 0, 0]);
    city.acts("back", &[(Verb::Terminate, "2018-11-01")]).acts("amended", &[(Verb::Terminate, "2018-11-01")]);
    assert_eq!(share(&city), [20_000, 10_000, 10_000]);
}

/// What a dodge gains by definition: a part whose split is recorded before it comes into the stock counts in no count of
/// projects, for the project that it came from counts. So of those planned in the year there is one less of whom it is asked
/// where they went. No other figure knows of a project that is only planned, and none of these has a threshold.
#[test]
fn a_part_that_was_only_planned_is_not_asked_where_it_went() {
    let mut city = City::new();
    city.today("2018-02-01").plan("whole").plan("part").acts("whole", &[(Verb::Engage, "2018-03-01")]);
    let led = |city: &City| city.year(2018).city("stage_conversion:planned>negotiating").numbers();
    assert_eq!(led(&city), [2, 1, 1]);
    let to = ProjectId::named("whole");
    let split = Link { kind: LinkKind::SplitFrom, paper: Some(paper("拆分批复", day("2018-05-01"))), to };
    city.today("2018-05-01").command("part", Command::Link(split), "2018-05-01");
    assert_eq!(led(&city), [1, 1, 1]);
    let asked = city.year(2018);
    assert_eq!(asked.city("stage_conversion:planned>negotiating").excluded(), [("part", "split")]);
    assert_eq!(asked.city("stage_conversion:planned>negotiating").verdict(), (None, None));
    assert_eq!(asked.city("signing_conversion/promotion_stock").numbers(), [1, 0, 0]);
}
