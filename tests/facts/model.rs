//! The model: a project's events read a second time, without the crate's own fold.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// What the trail amounts to, by this reading.
#[derive(Debug, PartialEq)]
pub(crate) struct Model {
    pub(crate) steps: Vec<(u64, Verb, Position, Day)>,
    profile: Profile,
    /// The present one, and the baseline.
    schedule: (Option<Schedule>, Vec<ScheduledStage>),
    officer: Option<ActorId>,
    body: Option<Responsibility>,
    links: BTreeMap<Slot, Link>,
    pauses: Vec<PauseSpan>,
    commitments: BTreeMap<(u64, Item), Day>,
    /// By measure and currency, first and last day.
    pub(crate) investment: BTreeMap<Period, Money>,
    progress: Option<ProgressReport>,
    milestones: BTreeMap<(Milestone, Option<String>), (MilestoneReached, Day)>,
}

/// What tells a report from another: measure, currency, first and last day.
pub(crate) type Period = (InvestmentMeasure, Currency, Day, Day);

/// What tells links apart: the kind, and the other project if several of the kind may stand.
type Slot = (LinkKind, Option<ProjectId>);

fn slot(link: &Link) -> Slot {
    let alone = matches!(link.kind, LinkKind::PhaseTwoOf | LinkKind::DuplicateOf | LinkKind::UpgradeOf);
    (link.kind, (!alone).then_some(link.to))
}

/// The schedule with another day for a stage that it plans; its neighbours give way.
fn shifted(schedule: &Schedule, stage: Stage, by: Day) -> Schedule {
    let Some(_) = schedule.by(stage) else { return schedule.clone() };
    let days = schedule.planned().iter().map(|planned| {
        let day = match planned.stage {
            at if at == stage => by,
            below if below < stage => planned.by.min(by),
            _ => planned.by.max(by),
        };
        (planned.stage, day)
    });
    Schedule::new(days).expect("its neighbours gave way")
}

/// The baseline: the days of the standing agreement, and of the first schedule recorded after it those of other stages.
fn baseline(signed: Option<(u64, &Basis)>, schedules: &[(u64, Schedule)]) -> Vec<ScheduledStage> {
    let mut days = BTreeMap::new();
    let first = schedules.iter().find(|(version, _)| signed.is_none_or(|(signed, _)| *version > signed));
    days.extend(first.iter().flat_map(|(_, schedule)| schedule.planned()).map(|day| (day.stage, *day)));
    if let Some((_, Basis::Evidence(Evidence::Agreement(agreement)))) = signed {
        let agreed = [(Stage::Started, *agreement.agreed_start()), (Stage::Producing, *agreement.agreed_production())];
        days.extend(agreed.map(|(stage, by)| (stage, ScheduledStage { by, stage })));
    }
    days.into_values().collect()
}

/// The events that were voided, and what each redated one is dated.
pub(crate) fn corrected(events: &[Event]) -> (Vec<u64>, BTreeMap<u64, Day>) {
    let mut voided = Vec::new();
    let mut dates = BTreeMap::new();
    for event in events {
        match event.change() {
            Change::Void(voiding) | Change::VoidFact(voiding) => voided.push(voiding.version),
            Change::Redate(redating) => drop(dates.insert(redating.version, redating.to)),
            Change::Correct(correcting) => {
                dates.insert(correcting.version, event.redated_to().expect("it names a date"));
            }
            Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | _ => {}
        }
    }
    (voided, dates)
}

/// The commitments in evidence that may bear one.
fn promises(evidence: &Evidence) -> Vec<(Item, Day)> {
    let mut found = Vec::new();
    let mut note = |item, due: Option<Day>| found.extend(due.map(|due| (item, due)));
    fn due<T>(document: &Document<T>) -> Option<Day> {
        match document {
            Document::Committed { due } => Some(*due),
            Document::Presented(_) | Document::Waived { .. } => None,
        }
    }
    if let Evidence::Commencement(start) = evidence {
        note(Item::SitePaper, due(start.site_paper()));
        note(Item::LandPlanningPermit, start.land_planning_permit().and_then(due));
        note(Item::WorksPlanningPermit, start.works_planning_permit().and_then(due));
        note(Item::ConstructionPermit, start.construction_permit().and_then(due));
        if let Approval::Committed { due } = start.environmental_approval() {
            note(Item::EnvironmentalApproval, Some(*due));
        }
    }
    if let Evidence::Commissioning(done) = evidence {
        note(Item::AcceptancePaper, due(done.acceptance_paper()));
    }
    found
}

/// A pause: what it is, its event, its first day, and the resumption that ended it, with its day.
struct Stop(Pause, u64, Day, Option<(u64, Day)>);

/// The pauses, as the trail is read from its first event to its last. A fact that was voided is read as if it had never been
/// recorded.
fn pauses(events: &[Event]) -> Vec<PauseSpan> {
    let mut stops: Vec<Stop> = Vec::new();
    let (voided, _) = corrected(events);
    for (n, event) in events.iter().enumerate().filter(|(_, event)| !voided.contains(&event.version())) {
        let on = event.effective_on();
        match event.change() {
            Change::Fact(Fact::Pause(pause)) => {
                let ends = ends(&stops, &events[..n]);
                let lies_in = |(stop, end): (&Stop, &Option<End>)| stop.2 <= on && end.is_none_or(|(_, end)| on < end);
                assert!(!stops.iter().zip(&ends).any(lies_in), "a pause in a pause");
                stops.push(Stop(pause.clone(), event.version(), on, None));
                stops.sort_by_key(|Stop(_, version, from, _)| (*from, *version));
            }
            Change::Fact(Fact::Resumption(_)) => {
                let ends = ends(&stops, &events[..n]);
                let (stop, end) = stops.iter_mut().zip(ends).rfind(|(stop, _)| stop.2 <= on).expect("paused by then");
                assert_eq!(stop.3, None, "resumed twice");
                assert!(end.is_none_or(|(_, end)| on <= end), "work went on before");
                stop.3 = Some((event.version(), on));
            }
            Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | Change::Void(_) | Change::Redate(_) | _ => {}
        }
    }
    let ends = ends(&stops, events);
    for (end, next) in ends.iter().zip(stops.iter().skip(1)) {
        assert!(end.is_some_and(|(_, end)| end <= next.2), "it ended before the next one began");
    }
    let spans = stops.into_iter().zip(ends);
    spans
        .map(|(Stop(pause, version, from, resumed), end)| {
            let resumed_by = resumed.map(|(by, _)| by);
            let ended_by = end.and_then(|(by, _)| by).filter(|by| Some(*by) != resumed_by);
            PauseSpan { pause, from, resumed_by, resumed_on: end.map(|(_, on)| on), ended_by, version }
        })
        .collect()
}

/// What a step rests on, corrections considered. `None` for what is no step.
pub(crate) fn basis<'a>(step: &'a Event, events: &'a [Event]) -> Option<(Verb, &'a Basis)> {
    let Change::Move { verb, basis } = step.change() else { return None };
    let corrects = |event: &'a Event| {
        let Change::Correct(correcting) = event.change() else { return None };
        Some(&correcting.basis).filter(|_| correcting.version == step.version())
    };
    Some((*verb, events.iter().rev().find_map(corrects).unwrap_or(basis)))
}

/// The day of a step or fact, corrections considered. `None` if it was voided.
fn standing(event: &Event, events: &[Event]) -> Option<Day> {
    let (voided, dates) = corrected(events);
    let on = dates.get(&event.version()).copied().unwrap_or(event.effective_on());
    Some(on).filter(|_| !voided.contains(&event.version()))
}

/// What ended a pause, and when: a resumption or a step, or nothing but the next pause.
type End = (Option<u64>, Day);

/// What ended each pause: a resumption; else the first step that shows work going on or over of a later day, or of the same
/// day and told later, a closing of that day whenever it was told; else the next pause.
fn ends(stops: &[Stop], events: &[Event]) -> Vec<Option<End>> {
    let of = |(n, Stop(_, version, from, resumed)): (usize, &Stop)| {
        let mut steps: Vec<_> = events
            .iter()
            .filter_map(|step| {
                let on = standing(step, events)?;
                let comes_after = on > *from || on == *from && step.version() > *version;
                let ends = match basis(step, events)? {
                    (Verb::Start | Verb::Commission | Verb::Operate, _) => comes_after,
                    (Verb::Close, _) => comes_after || on == *from,
                    (_, Basis::Evidence(Evidence::Revival(revival))) => comes_after && revival.resumed_on().is_some(),
                    _ => false,
                };
                ends.then_some((on, step.version()))
            })
            .collect();
        steps.sort();
        let next = stops.get(n + 1).map(|Stop(_, version, from, _)| (*from, *version));
        let step = steps.first().filter(|step| next.is_none_or(|next| **step < next));
        let resumed = resumed.map(|(by, on)| (Some(by), on));
        resumed.or(step.map(|(on, by)| (Some(*by), *on))).or(next.map(|(from, _)| (None, from)))
    };
    stops.iter().enumerate().map(of).collect()
}

/// What the standing steps promise as they are told now, and what is on record of each promise: by the step and the item.
#[derive(Default)]
struct PromisedPapers {
    promised: BTreeMap<(u64, Item), Day>,
    presented: BTreeSet<(u64, Item)>,
    prolonged: BTreeMap<(u64, Item), Day>,
}

impl PromisedPapers {
    /// A step promises: what it promised before it promises no more.
    fn promise(&mut self, version: u64, basis: &Basis) {
        self.promised.retain(|(step, _), _| *step != version);
        if let Basis::Evidence(evidence) = basis {
            self.promised.extend(promises(evidence).into_iter().map(|(item, due)| ((version, item), due)));
        }
    }

    fn present(&mut self, shown: &Presentation) {
        self.presented.insert((shown.version, shown.item));
    }

    fn prolong(&mut self, later: &Prolongation) {
        self.prolonged.insert((later.version, later.item), later.due);
    }

    fn owed(self) -> BTreeMap<(u64, Item), Day> {
        let Self { promised, presented, prolonged } = self;
        let open = promised.into_iter().filter(|(which, _)| !presented.contains(which));
        open.map(|(which, due)| (which, prolonged.get(&which).map_or(due, |later| due.max(*later)))).collect()
    }
}

impl Model {
    /// Reads a trail.
    pub(crate) fn read(events: &[Event]) -> Self {
        let Change::Plan { profile, .. } = events[0].change() else { panic!("planning comes first") };
        let (voided, dates) = corrected(events);
        let mut model = Self {
            steps: Vec::new(),
            profile: profile.clone(),
            schedule: (None, Vec::new()),
            officer: None,
            body: None,
            links: BTreeMap::new(),
            pauses: pauses(events),
            commitments: BTreeMap::new(),
            investment: BTreeMap::new(),
            progress: None,
            milestones: BTreeMap::new(),
        };
        // what replaces one another is read in the order of its dates, all else in the order of the trail
        let dated = |event: &Event| dates.get(&event.version()).copied().unwrap_or(event.effective_on());
        let mut standing: Vec<_> = events.iter().filter(|event| !voided.contains(&event.version())).collect();
        let (mut signed, mut schedules) = (None, Vec::new());
        let stand: Vec<_> = standing.iter().map(|event| event.version()).collect();
        let mut papers = PromisedPapers::default();
        for event in &standing {
            let (version, on) = (event.version(), dated(event));
            match event.change() {
                Change::Move { verb, basis } => {
                    model.steps.push((version, *verb, event.to(), on));
                    match verb {
                        Verb::Sign => signed = Some(*event),
                        Verb::ReopenTalks | Verb::Terminate => signed = None,
                        Verb::Admit
                        | Verb::Engage
                        | Verb::Register
                        | Verb::Start
                        | Verb::Commission
                        | Verb::Operate
                        | Verb::SendBack
                        | Verb::BreakOff
                        | Verb::Stall
                        | Verb::Revive
                        | Verb::Close => {}
                    }
                    papers.promise(version, basis);
                    if let Some((_, Basis::Evidence(Evidence::Revival(revival)))) = self::basis(event, events) {
                        schedules.push((version, revival.new_schedule().clone()));
                    }
                }
                Change::Correct(correcting) if stand.contains(&correcting.version) => {
                    papers.promise(correcting.version, &correcting.basis);
                }
                Change::Fact(Fact::Presentation(shown)) => papers.present(shown),
                Change::Fact(Fact::Prolongation(later)) => papers.prolong(later),
                Change::Fact(after) => {
                    if let Fact::Schedule(scheduled) = after {
                        schedules.push((version, scheduled.stages.clone()));
                    }
                    model.note(after, on);
                }
                Change::Plan { .. } | Change::Void(_) | Change::Redate(_) | Change::VoidFact(_) | _ => {}
            }
        }
        let agreement = signed.map(|signed| (signed.version(), basis(signed, events).expect("a step").1));
        model.schedule.1 = baseline(agreement, &schedules);
        model.commitments = papers.owed();
        standing.sort_by_key(|event| (dated(event), event.version()));
        for event in standing {
            if let Some((_, Basis::Evidence(Evidence::Revival(revival)))) = basis(event, events) {
                model.schedule.0 = Some(revival.new_schedule().clone());
            }
            if let Change::Fact(fact) = event.change() {
                model.replace(fact);
            }
        }
        model
    }

    /// Of these the latest date stands.
    fn replace(&mut self, fact: &Fact) {
        match fact.clone() {
            Fact::Officer(assigned) => self.officer = Some(assigned.officer),
            Fact::Body(body) => self.body = Some(body),
            Fact::Schedule(scheduled) => self.schedule.0 = Some(scheduled.stages),
            Fact::Amendment(amendment) => self.profile = amended(&self.profile, &amendment),
            Fact::Relocation(relocated) => self.profile = relocated_to(&self.profile, &relocated.to_zone),
            Fact::Agreement(agreement) => {
                for (stage, by) in
                    [(Stage::Started, agreement.agreed_start), (Stage::Producing, agreement.agreed_production)]
                {
                    if let (Some(schedule), Some(by)) = (&mut self.schedule.0, by) {
                        *schedule = shifted(schedule, stage, by);
                    }
                }
            }
            Fact::Progress(report) => self.progress = Some(report),
            Fact::Link(_)
            | Fact::Pause(_)
            | Fact::Resumption(_)
            | Fact::Presentation(_)
            | Fact::Prolongation(_)
            | Fact::Investment(_)
            | Fact::Milestone(_)
            | _ => {}
        }
    }

    fn note(&mut self, fact: &Fact, on: Day) {
        match fact.clone() {
            Fact::Officer(_) | Fact::Body(_) | Fact::Schedule(_) | Fact::Amendment(_) | Fact::Progress(_) => {}
            // told by `Fed`, but for days and zone
            Fact::Agreement(_) | Fact::Company(_) | Fact::Site(_) | Fact::Relocation(_) | Fact::Client(_) => {}
            Fact::Link(link) => drop(self.links.insert(slot(&link), link)),
            Fact::Pause(_) | Fact::Resumption(_) | Fact::Presentation(_) | Fact::Prolongation(_) => {}
            Fact::Investment(report) => {
                self.investment.insert(period(&report), report.amount);
            }
            Fact::Milestone(reached) => {
                let name = reached.remark.as_ref().filter(|_| reached.milestone == Milestone::Other);
                let name = name.map(|remark| remark.as_str().to_owned());
                let twice = self.milestones.insert((reached.milestone, name), (reached, on));
                assert_eq!(twice, None, "a milestone is reached once");
            }
            unknown => unreachable!("the model knows no such fact: {unknown:?}"),
        }
    }

    /// What the project itself says.
    pub(crate) fn shown_by(project: &Project) -> Self {
        let milestones = project.milestones().map(|(reached, on)| {
            let name = reached.remark.as_ref().filter(|_| reached.milestone == Milestone::Other);
            ((reached.milestone, name.map(|remark| remark.as_str().to_owned())), (reached.clone(), on))
        });
        let steps = project.standing();
        Self {
            steps: steps.map(|step| (step.event().version(), step.verb(), step.to(), step.effective_on())).collect(),
            profile: project.profile().clone(),
            schedule: (project.schedule().cloned(), project.baseline()),
            officer: project.officer().cloned(),
            body: project.responsibility().cloned(),
            links: project.links().map(|link| (slot(link), link.clone())).collect(),
            pauses: project.pauses().to_vec(),
            commitments: project.commitments().iter().map(|open| ((open.version, open.item), open.due)).collect(),
            investment: project.investment().map(|report| (period(report), report.amount)).collect(),
            progress: project.progress().cloned(),
            milestones: milestones.collect(),
        }
    }
}

/// The standing fact of the same kind that has the latest date.
fn last_of(events: &[Event], like: &Fact) -> Option<Fact> {
    let (voided, _) = corrected(events);
    let standing = events.iter().filter(|event| !voided.contains(&event.version()));
    let same = standing.filter(|event| event.event_name() == like.event_name());
    let last = same.max_by_key(|event| (event.effective_on(), event.version()))?;
    let Change::Fact(fact) = last.change() else { panic!("{last:?}") };
    Some(fact.clone())
}

pub(crate) fn period(report: &InvestmentReport) -> Period {
    (report.measure, report.amount.currency(), report.from, report.to)
}

/// A profile in another zone, built anew from its public parts.
pub(crate) fn relocated_to(profile: &Profile, zone: &ZoneId) -> Profile {
    rebuilt(profile, zone, &Amendment::default())
}

/// A profile with what an amendment gives, built anew from its public parts.
pub(crate) fn amended(profile: &Profile, amendment: &Amendment) -> Profile {
    rebuilt(profile, profile.zone(), amendment)
}

fn rebuilt(profile: &Profile, zone: &ZoneId, amendment: &Amendment) -> Profile {
    let name = amendment.name.clone().unwrap_or_else(|| text(profile.name()));
    let mut next = Profile::new(name, zone.clone()).of_kind(amendment.kind.unwrap_or(profile.kind()));
    if let Some(category) = amendment.category.or(profile.category()) {
        next = next.in_category(category);
    }
    if let Some(industry) = amendment.industry.as_ref().or(profile.industry()) {
        next = next.in_industry(*industry);
    }
    if let Some(investor) = amendment.investor.as_ref().or(profile.investor()) {
        next = next.by_investor(investor.clone());
    }
    match amendment.total_investment.or(profile.total_investment()) {
        Some(total) => next.investing(total),
        None => next,
    }
}

/// What was met in the courses: a property that meets nothing holds of nothing.
#[derive(Debug, Default)]
pub(crate) struct Met(pub(crate) BTreeMap<&'static str, u32>);

#[test]
fn the_project_is_what_its_trail_says_whatever_happened_in_between() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let mut met = Met::default();
    for _ in 0..1_400 {
        let (position, steps) = course().new_tree(&mut runner).expect("a course").current();
        let mut walk = start(position);
        for step in &steps {
            if let Ok(Some(event)) = take(&mut walk, step) {
                *met.0.entry(event.command_name()).or_default() += 1;
            }
            let project = &walk.project;
            let model = Model::read(project.events());
            assert_eq!(Model::shown_by(project), model);
            assert_eq!(project.investment().count(), model.investment.len(), "one report for a measure and period");
            assert_eq!(project.milestones().count(), model.milestones.len(), "one record for a milestone");
            assert_eq!(project.commitments().len(), model.commitments.len(), "one commitment for an item");
            assert_eq!(project.is_paused(), model.pauses.last().is_some_and(|last| last.resumed_on.is_none()));
        }
    }
    println!("{met:?}");
    let by_hand = "assign_officer assign_body reschedule amend link pause resume present_evidence prolong_commitment \
        report_investment report_progress reach_milestone amend_agreement change_company change_site relocate join_client void redate void_fact";
    for name in by_hand.split_whitespace() {
        assert!(met.0.get(name).is_some_and(|count| *count >= 20), "`{name}` was hardly met: {met:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_of_investment_agree_with_an_independent_addition(
        (position, steps) in course(),
        reports in vec(-3..60i64, 0..30),
    ) {
        let mut walk = start(position);
        for step in &steps {
            let _ = take(&mut walk, step);
        }
        for number in reports {
            let (on, command) = (walk.project.since(), crate::common::random::fact(9, number, walk.today, &walk.project));
            let _ = give_on(&mut walk, &on.to_string(), command);
        }
        // a report counts unless another one from 1 January on holds it whole
        let reports = Model::read(walk.project.events()).investment;
        let holds = |(_, _, from, to): &Period, held: &Period| {
            (from.month(), from.day(), from.year()) == (1, 1, held.2.year()) && (*from, *to) != (held.2, held.3) && held.3 <= *to
        };
        let mut sums = BTreeMap::<(InvestmentMeasure, Currency, i32), i128>::new();
        for (held, amount) in &reports {
            let is_held = reports.keys().any(|other| (other.0, other.1) == (held.0, held.1) && holds(other, held));
            let counted = if is_held { 0 } else { i128::from(amount.minor()) };
            *sums.entry((held.0, held.1, held.2.year())).or_default() += counted;
        }
        let shown = &walk.project.current().invested;
        let last = |sum: &Invested| {
            let of_year = reports.keys().filter(|key| (key.0, key.1, key.2.year()) == (sum.measure, sum.currency, sum.year));
            of_year.map(|key| key.3).max()
        };
        prop_assert!(shown.iter().all(|sum| Some(sum.to) == last(sum)), "{shown:?}");
        let shown: Vec<_> = shown.iter().map(|sum| ((sum.measure, sum.currency, sum.year), sum.minor)).collect();
        prop_assert_eq!(shown, sums.into_iter().collect::<Vec<_>>());
        // no two overlap in any other way
        for (one, other) in reports.keys().flat_map(|one| reports.keys().map(move |other| (one, other))) {
            let overlap = (one.0, one.1) == (other.0, other.1) && one.2 <= other.3 && other.2 <= one.3;
            prop_assert!(!overlap || one == other || holds(one, other) || holds(other, one), "{one:?} {other:?}");
            prop_assert_eq!(one.2.year(), one.3.year());
        }
    }

    #[test]
    fn what_stood_before_a_fact_is_on_record_with_it((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let before = walk.project.clone();
            let Ok(Some(event)) = take(&mut walk, step) else { continue };
            let Change::Fact(after) = event.change() else { continue };
            prop_assert_eq!((event.from(), event.to()), (Some(before.position()), before.position()));
            let open = |version, item| {
                let due = before.commitments().iter().find(|open| (open.version, open.item) == (version, item))?.due;
                Some(Fact::Prolongation(Prolongation { due, item, version }))
            };
            let expected = match after {
                Fact::Officer(_) => before.officer().cloned().map(|officer| Fact::Officer(officer.into())),
                Fact::Body(_) => before.responsibility().cloned().map(Fact::Body),
                Fact::Schedule(_) => before.schedule().cloned().map(|schedule| Fact::Schedule(schedule.into())),
                Fact::Amendment(given) => {
                    let was = before.profile();
                    Some(Fact::Amendment(Amendment {
                        category: given.category.and(was.category()),
                        industry: given.industry.and(was.industry().cloned()),
                        investor: given.investor.clone().and(was.investor().cloned()),
                        kind: given.kind.and(Some(was.kind())),
                        name: given.name.clone().and(Some(text(was.name()))),
                        total_investment: given.total_investment.and(was.total_investment()),
                        ..Amendment::default()
                    }))
                }
                Fact::Link(link) => before.links().find(|was| slot(was) == slot(link)).cloned().map(Fact::Link),
                Fact::Agreement(_) | Fact::Company(_) | Fact::Site(_) => last_of(before.events(), after),
                Fact::Relocation(_) | Fact::Client(_) => None,
                Fact::Pause(_) => None,
                Fact::Resumption(_) => {
                    let begun = before.pauses().iter().rfind(|span| span.from <= event.effective_on());
                    begun.map(|begun| Fact::Pause(begun.pause.clone()))
                }
                // the commitment, or the paper that took its place before
                Fact::Presentation(shown) => open(shown.version, shown.item).or_else(|| {
                    let (voided, _) = corrected(before.events());
                    let standing = before.events().iter().rev().filter(|event| !voided.contains(&event.version()));
                    let facts = standing.filter_map(|event| match event.change() {
                        Change::Fact(Fact::Presentation(earlier)) => Some(earlier),
                        Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | Change::Void(_) | Change::Redate(_) | Change::VoidFact(_) | _ => None,
                    });
                    let mut same = facts.filter(|was| (was.version, was.item) == (shown.version, shown.item));
                    same.next().cloned().map(Fact::Presentation)
                }),
                Fact::Prolongation(later) => open(later.version, later.item),
                Fact::Investment(report) => {
                    let same = |earlier: &&InvestmentReport| period(earlier) == period(report);
                    before.investment().find(same).copied().map(Fact::Investment)
                }
                Fact::Progress(_) => before.progress().cloned().map(Fact::Progress),
                Fact::Milestone(_) => None,
                unknown => unreachable!("no such fact is given here: {unknown:?}"),
            };
            let expected = expected.map(Before::Told);
            prop_assert_eq!(event.before(), expected.as_ref());
        }
    }
}
