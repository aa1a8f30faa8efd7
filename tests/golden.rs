//! What records look like for ever. From 0.1.0 on a file under `tests/golden/` may be added, never changed.
//!
//! `GOLDEN=add cargo test --features proptest --test all golden::` writes the files that are missing; it never overwrites
//! one. All is decided under the policy file beside them, so that the preset may change. `v1/events.jsonl` is one log; each
//! type of event has a record of its own in `v1/types/`, so that a later type adds a file and changes none.

use std::collections::BTreeMap;
use std::path::Path;

use crate::common;
use crate::common::evidence::{
    commencement_form, complete, joined, relocation, renamed, resited, schedule, supplement,
};
use crate::common::zones::{approval, baseline, industry, voiding_zone_fact, zone_id, zone_profile};
use crate::common::{actor_id, context, day, org, plus, profile, project_id, short, source, text};
use serde_json::json;

use project_lifecycle::{
    act::*, audit::*, evidence::*, lifecycle::*, policy::*, project::fact::*, project::*, registry::*, store::*,
    value::*, *,
};

/// The types of the log below, by hand, in order.
const TYPES: &str = "log.opened planned admitted sent_back admitted engaged broken_off engaged signed talks_reopened \
    signed terminated engaged client_joined signed officer_assigned body_assigned scheduled scheduled relocated registered \
    agreement_amended company_changed started site_changed \
    commitment_prolonged evidence_presented amended linked linked investment_reported progress_reported progress_reported \
    progress_reported paused resumed \
    stalled revived commissioned operating milestone_reached closed corrected corrected planned engaged signed stalled \
    closed corrected revived corrected corrected \
    zone.registered zone.class_changed zone.amended zone.baseline_frozen zone.baseline_frozen zone.corrected \
    planned engaged signed amended corrected corrected corrected";

/// The number that the ids of the zone's events bear in the place of a project's.
const ZONE: u64 = 900;

/// The policy under which all golden records are decided.
fn policy() -> Policy {
    let terms: PolicyTerms = serde_json::from_slice(&golden("policy.json", &[])).expect("terms");
    Policy::new(terms).expect("a policy")
}

/// A log with every type of event that this version writes, live and imported.
struct Log {
    store: MemoryStore,
    commands: u64,
    on: Day,
}

impl Log {
    fn open() -> Self {
        let on = day("2018-06-01");
        let store = MemoryStore::open(source(), &common::actor(), common::evening(on)).expect("a log opens");
        Self { store, commands: 0, on }
    }

    /// The circumstances of the next command, a day after the last.
    fn next(&mut self, project: u64) -> Context {
        self.commands += 1;
        self.on = plus(self.on, 1);
        context(project, self.commands, self.on).correlated(short("case-2018-17")).caused_by(short("inbox/4711"))
    }

    fn append(&mut self, event: Event) {
        let now = event.at();
        self.store.append(&event.into(), now).expect("the store takes it");
    }

    fn refuse(&mut self, number: u64, refusal: Refusal, context: &Context) {
        let refused = TransitionRefused::new(common::event_id(9, number), refusal, context, &policy());
        self.store.append(&refused.into(), common::evening(plus(self.on, 1))).expect("the store takes it");
    }

    fn project(&self, project: u64) -> Project {
        self.store.project(project_id(project)).expect("it replays").expect("it is there")
    }

    fn give(&mut self, project: u64, command: Command) {
        let context = self.next(project);
        let decision = self.project(project).decide(command, &context, &policy()).expect("it is accepted");
        self.append(decision.into_new().expect("it is new"));
    }

    /// A fact of each other kind about the first project, which has just started on a commitment.
    fn facts(&mut self) {
        let (version, item) = (self.project(1).version(), Item::WorksPlanningPermit);
        let site = SiteChanged { site_kind: Some(SiteKind::ClearedLand), ..resited("沈北-2018-12", self.on) };
        self.give(1, Command::ChangeSite(site));
        self.give(1, Command::ProlongCommitment(Prolongation { due: plus(self.on, 120), item, version }));
        let paper = common::evidence::paper("建设工程规划许可证", self.on);
        self.give(1, Command::PresentEvidence(Presentation { item, paper, valid_until: None, version }));
        let amendment = Amendment {
            investor: Some("client-10".parse().expect("a client")),
            total_investment: Some(Money::from_fen(15_000_000_000)),
            grounds: Some(text("规模调整")),
            paper: Some(common::evidence::paper("变更批复", self.on)),
            ..Amendment::default()
        };
        self.give(1, Command::Amend(amendment));
        let split = Some(common::evidence::paper("拆分批复", self.on));
        self.give(1, Command::Link(Link { kind: LinkKind::SplitFrom, paper: split, to: project_id(8) }));
        self.give(1, Command::Link(Link { kind: LinkKind::PhaseTwoOf, paper: None, to: project_id(7) }));
        let investment = InvestmentReport {
            amount: Money::from_fen(123_456_789),
            from: day("2018-06-01"),
            measure: InvestmentMeasure::Completed,
            to: day("2018-06-20"),
        };
        self.give(1, Command::ReportInvestment(investment));
        let done = BasisPoints::new(1250).expect("a share");
        self.give(1, Command::ReportProgress(ProgressReport { description: text("基础完成"), done }));
        // too long to be told again by the one that follows
        let description = text(&"主体结构施工至三层，".repeat(40));
        self.give(1, Command::ReportProgress(ProgressReport { description, done }));
        self.give(1, Command::ReportProgress(ProgressReport { description: text("主体封顶"), done }));
        let pause =
            Pause { expected_until: Some(plus(self.on, 30)), explanation: text("汛期"), reason: PauseReason::Other };
        self.give(1, Command::Pause(pause));
        self.give(1, Command::Resume(Resumption::default()));
    }

    /// A zone with every member of its profile, and each of its other events.
    fn zone(&mut self) {
        let profile = zone_profile(ZoneClass::Provincial)
            .also_in("210115".parse().expect("a region"))
            .special_in(industry("C40"))
            .with_theme_park(text("机器人产业园"));
        let context = self.next(ZONE);
        let registered = Zone::register(zone_id("hunnan"), profile, &source(), &context, &policy());
        self.append_zone(registered.expect("it is registered"));
        self.give_zone(ZoneCommand::ChangeClass { to: ZoneClass::National, paper: approval("2018-12-20") });
        self.give_zone(ZoneCommand::Amend(ZoneAmendment {
            hosts: Some(["210112".parse().expect("a region")].into()),
            leading: Some([industry("C34"), industry("C36")].into()),
            name: Some(text("浑南高新技术产业开发区")),
            special: Some([].into()),
            theme_parks: Some([text("机器人产业园"), text("新能源汽车产业园")].into()),
        }));
        self.give_zone(baseline(ZombieKind::Project, "2018-05-31", &[project_id(2), project_id(1)]));
        self.give_zone(baseline(ZombieKind::Enterprise, "2018-05-31", &[]));
        self.give_zone(voiding_zone_fact(5));
    }

    /// A project of a ledger with a date that contradicts the order, and what a newer edition changed of it; with members of the
    /// host's own.
    fn updated_ledger(&mut self) {
        let row = |file: &str, record| Provenance::new(text(file), record);
        let context = self.next(3);
        let planned = Project::plan_imported(
            project_id(3),
            profile(ProjectKind::Enterprise),
            row("七月.csv", 3),
            &context,
            &policy(),
        );
        self.append(planned.expect("it is planned"));
        self.give(3, Command::Import(Import::step(Verb::Engage, row("七月.csv", 3).in_column(text("洽谈日期")))));
        let disputed = row("七月.csv", 3).in_column(text("签约日期")).disputed(text("2011-02-30"));
        self.give(3, Command::Import(Import::step(Verb::Sign, disputed)));
        let correction = || Correction { authority: text("市外经贸局"), grounds: text("台账更正") };
        let amendment = Amendment { name: Some(text("机器人未来城二期")), ..Amendment::default() };
        let version = self.project(3).version() + 1;
        for command in [
            Command::Amend(amendment),
            Command::VoidFact(Voiding { version, correction: correction() }),
            Command::Replan(Replanning { profile: profile(ProjectKind::Enterprise), correction: correction() }),
            Command::Void(Voiding { version: version - 1, correction: correction() }),
        ] {
            let host = HostData::new(&json!({"case": "2018-17", "verb": "theirs"})).expect("an object");
            let context = self.next(3).read_from(row("八月.csv", 5)).with_host(host);
            let decision = self.project(3).decide(command, &context, &policy()).expect("it is accepted");
            self.append(decision.into_new().expect("it is new"));
        }
    }

    fn append_zone(&mut self, event: ZoneEvent) {
        let now = event.at();
        self.store.append(&event.into(), now).expect("the store takes it");
    }

    fn give_zone(&mut self, command: ZoneCommand) {
        let context = self.next(ZONE);
        let zone = self.store.zone(&zone_id("hunnan")).expect("it replays").expect("it is there");
        let decision = zone.decide(command, &context, &policy()).expect("it is accepted");
        self.append_zone(decision.into_new().expect("it is new"));
    }

    fn walk(&mut self, project: u64, verbs: &[Verb]) {
        for verb in verbs {
            let command = complete(*verb, &self.project(project), plus(self.on, 1));
            self.give(project, command);
        }
    }
}

fn log() -> Vec<Record> {
    let mut log = Log::open();
    let context = log.next(1);
    let whole = profile(ProjectKind::Enterprise)
        .in_category(ProjectCategory::Industrial)
        .in_industry("C3491".parse().expect("an industry"))
        .by_investor("client-9".parse().expect("a client"))
        .investing(common::evidence::money());
    log.append(Project::plan(project_id(1), whole, &context, &policy()).expect("it is planned"));
    log.walk(1, &[Verb::Admit, Verb::SendBack, Verb::Admit, Verb::Engage, Verb::BreakOff, Verb::Engage, Verb::Sign]);
    log.walk(1, &[Verb::ReopenTalks, Verb::Sign, Verb::Terminate, Verb::Engage]);
    log.give(1, Command::JoinClient(joined("client-8", log.on)));
    log.walk(1, &[Verb::Sign]);
    log.give(1, Command::AssignOfficer(actor_id("officer-7").into()));
    log.give(1, Command::AssignBody(Responsibility { lead: org("lead"), responsible: vec![org("one"), org("two")] }));
    log.give(1, Command::Reschedule(schedule(day("2018-12-01")).into()));
    log.give(1, Command::Reschedule(schedule(day("2019-02-01")).into()));
    let relocated = relocation(log.project(1).profile().zone(), "shenbei", log.on);
    log.give(1, Command::Relocate(Relocated { share_terms: Some(text("税收五五分成")), ..relocated }));
    log.walk(1, &[Verb::Register]);
    let supplement = AgreementAmended {
        agreed_start: Some(plus(log.on, 150)),
        agreed_production: Some(plus(log.on, 400)),
        investor: Some("client-8".parse().expect("a client")),
        promises: Some(vec![Promise { due: plus(log.on, 60), promise: text("道路通达") }]),
        total_investment: Some(Money::from_fen(510_000_000_000)),
        ..supplement(log.on)
    };
    log.give(1, Command::AmendAgreement(supplement));
    let renamed = CompanyChanged {
        company_code: Some(common::evidence::company_code()),
        registered_capital: Some(Money::from_fen(2_000_000_000)),
        ..renamed("沈阳某机器人有限公司", log.on)
    };
    log.give(1, Command::ChangeCompany(renamed));
    let start = CommencementForm {
        works_planning_permit: Document::Committed { due: plus(log.on, 90) }.into(),
        environmental_approval: Approval::NotRequired { basis: text("名录豁免") }.into(),
        ..commencement_form(plus(log.on, 1))
    };
    log.give(1, Command::Start(start.try_into().expect("complete")));
    log.facts();
    log.on = plus(log.on, 400);
    let halted = common::evidence::stall_finding(ZombieCause::ConstructionHalted, plus(log.on, -380), plus(log.on, 1));
    log.give(1, Command::Stall(halted));
    log.walk(1, &[Verb::Revive, Verb::Commission, Verb::Operate]);
    let paper = Some(common::evidence::paper("达产验收", log.on));
    let reached = MilestoneReached { milestone: Milestone::FullCapacity, paper, remark: Some(text("达产达效")) };
    log.give(1, Command::ReachMilestone(reached));
    log.walk(1, &[Verb::Close]);
    let correction = || Correction { authority: text("市发展改革委"), grounds: text("误录\n\"退出\"") };
    let void = |project: &Project| {
        let version = project.standing().last().map_or(1, |last| last.event().version());
        Command::Void(Voiding { version, correction: correction() })
    };
    log.give(1, void(&log.project(1)));
    let operating = log.project(1).standing().last().map(|step| (step.event().version(), step.effective_on()));
    let (version, on) = operating.expect("it operates");
    log.give(1, Command::Redate(Redating { version, to: plus(on, -1), provenance: None, correction: correction() }));

    let row = |column: &str| Provenance::new(text("台账.csv"), 2).in_column(text(column));
    let context = log.next(2);
    let unused = vec![Unused { column: text("复工日期"), value: text("2019/4/1") }];
    let planned = Project::plan_imported(
        project_id(2),
        profile(ProjectKind::Ppp),
        row("立项").with_unused(unused),
        &context,
        &policy(),
    );
    log.append(planned.expect("it is planned"));
    log.give(2, Command::Import(Import::step(Verb::Engage, row("签约").inferred())));
    log.give(2, Command::Import(Import::step(Verb::Sign, row("签约"))));
    log.give(2, Command::Import(Import::stall(ZombieCause::InvestorStalled, row("状态"))));
    log.give(2, Command::Import(Import::close(Outcome::Withdrawn, row("状态"))));
    log.give(2, void(&log.project(2)));
    let changed = common::evidence::revival(Remedy::InvestorChanged, plus(log.on, 1));
    log.give(2, Command::Revive(changed));
    let is_reached = |event: &&Event| event.event_name() == "milestone_reached";
    let reached = log.project(1).events().iter().find(is_reached).map(Event::version);
    let version = reached.expect("a milestone was reached");
    log.give(1, Command::VoidFact(Voiding { version, correction: correction() }));
    let signed = log.project(1).standing().filter(|step| step.verb() == Verb::Sign).last().map(|step| {
        let Basis::Evidence(evidence) = step.basis() else { panic!("it is live") };
        (step.event().version(), Basis::Evidence(evidence.clone()))
    });
    let (version, basis) = signed.expect("it was signed");
    log.give(1, Command::Correct(Correcting { version, basis, correction: correction() }));
    log.zone();
    log.updated_ledger();
    log.store.records().to_vec()
}

/// The golden file of that name: its bytes, or the bytes given if it is to be added.
fn golden(name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1").join(name);
    let adds = std::env::var_os("GOLDEN").is_some_and(|mode| mode == "add");
    if adds && !bytes.is_empty() && !path.exists() {
        std::fs::write(&path, bytes).expect("a golden file can be added");
    }
    std::fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// A log of refused attempts: for one reason and for many, of a project and before there was one.
fn refusals() -> Vec<Record> {
    let mut log = Log::open();
    let context = log.next(1);
    let tomorrow = Context::new(context.id(), context.at(), context.actor().clone()).on(plus(log.on, 1));
    let early = Project::plan(project_id(1), profile(ProjectKind::Enterprise), &tomorrow, &policy());
    log.refuse(1, early.expect_err("it lies in the future"), &tomorrow);
    let context = log.next(1);
    log.append(Project::plan(project_id(1), profile(ProjectKind::Enterprise), &context, &policy()).expect("planned"));
    log.walk(1, &[Verb::Engage]);
    let skipped = complete(Verb::Commission, &log.project(1), plus(log.on, 1));
    let context = log.next(1);
    let refusal = log.project(1).decide(skipped, &context, &policy()).expect_err("it skips");
    log.refuse(2, refusal, &context);
    log.walk(1, &[Verb::Sign]);
    let registration = complete(Verb::Register, &log.project(1), plus(log.on, 2));
    let context = log.next(1);
    let refusal = log.project(1).decide(registration, &context, &policy()).expect_err("nobody is assigned");
    log.refuse(3, refusal, &context);
    log.store.records().to_vec()
}

fn written(records: &[Record]) -> Vec<u8> {
    records.iter().flat_map(|record| [record.line(), b"\n"].concat()).collect()
}

/// The data of a record without the sentences, which may be worded better one day.
fn without_sentences(line: &[u8]) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(members) => {
                members.retain(|name, _| name != "en" && name != "zh");
                members.values_mut().for_each(strip);
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
            serde_json::Value::Null
            | serde_json::Value::Bool(_)
            | serde_json::Value::Number(_)
            | serde_json::Value::String(_) => {}
        }
    }
    let mut record: serde_json::Value = serde_json::from_slice(line).expect("JSON");
    strip(&mut record["data"]);
    record["data"].take()
}

#[test]
fn refused_attempts_are_written_as_they_always_were_but_for_their_wording() {
    let written = written(&refusals());
    let kept = golden("refusals.jsonl", &written);
    assert!(matches!(verify(&*kept).expect("memory is read"), Verdict::SelfConsistent { .. }));
    let lines = |bytes: &[u8]| -> Vec<serde_json::Value> {
        bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(without_sentences).collect()
    };
    assert_eq!(lines(&kept), lines(&written));
}

#[test]
fn records_are_written_as_they_always_were() {
    let written = written(&log());
    let kept = golden("events.jsonl", &written);
    for (n, (kept, written)) in kept.split(|byte| *byte == b'\n').zip(written.split(|byte| *byte == b'\n')).enumerate()
    {
        assert_eq!(String::from_utf8_lossy(kept), String::from_utf8_lossy(written), "line {}", n + 1);
    }
    assert_eq!(kept.len(), written.len());
}

#[test]
fn records_are_read_as_they_always_were() {
    let kept = golden("events.jsonl", &[]);
    assert!(matches!(verify(&*kept).expect("memory is read"), Verdict::SelfConsistent { .. }));
    let lines = kept.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let records: Vec<_> = lines.map(|line| Record::parse(line).expect("a record")).collect();
    let types: Vec<_> = records.iter().map(Record::event_type).collect();
    let expected: Vec<_> =
        TYPES
            .split_whitespace()
            .map(|name| {
                if name.contains('.') { format!("lifecycle.{name}.v1") } else { format!("lifecycle.project.{name}.v1") }
            })
            .collect();
    assert_eq!(types, expected);
    for (id, stage) in [(project_id(1), Stage::Operating), (project_id(2), Stage::Signed)] {
        let events = records.iter().filter(|record| record.subject() == id.into());
        let events: Vec<_> = events.map(|record| record.event().expect("an event")).collect();
        let project = Project::replay(events).expect("the history replays");
        assert_eq!(project.stage(), stage);
    }
    let zone = Subject::zone(&source(), &zone_id("hunnan"));
    let events = records.iter().filter(|record| record.subject() == zone);
    let events: Vec<_> = events.map(|record| record.zone_event().expect("an event")).collect();
    let zone = Zone::replay(events).expect("the history replays");
    assert_eq!((zone.id().as_str(), zone.version()), ("hunnan", 6));
    let profile = zone.profile().expect("it is registered");
    assert_eq!((profile.name(), profile.class()), ("浑南高新技术产业开发区", ZoneClass::National));
    assert_eq!(zone.baseline(ZombieKind::Project).map(|baseline| baseline.members.len()), Some(2));
    assert_eq!(zone.baseline(ZombieKind::Enterprise), None);
}

/// The record that puts a step of a project in quarantine, and a line of which nobody knows whose it is.
fn quarantined() -> Record {
    let mut log = Log::open();
    let context = log.next(1);
    log.append(Project::plan(project_id(1), profile(ProjectKind::Enterprise), &context, &policy()).expect("planned"));
    log.walk(1, &[Verb::Engage]);
    let digest = DigestAlgorithm::Sha256;
    let kept =
        |sequence, version, line: &[u8]| KeptLine { sequence, version, leaf: digest.leaf(line), line: line.to_vec() };
    let lines = log.store.records()[1..].iter().map(|one| kept(one.sequence(), one.stream_version(), one.line()));
    let streams = BTreeMap::from([(project_id(1).into(), lines.collect())]);
    let astray = vec![kept(4, 0, b"no record")];
    let head = log.store.head().expect("a head");
    let head = head.after(b"no record", head.recorded.expect("it is open"));
    let found = FoundQuarantine { head, version: 1, known: Quarantine::default(), streams, astray };
    let correction = Correction { authority: text("市发展改革委"), grounds: text("数据损坏") };
    let context = log.next(1);
    let plan =
        plan_quarantine(found, &[3, 4], &correction, &context, &policy(), context.at()).expect("they can be put there");
    plan.records[0].0.clone()
}

/// The first golden record of each type, by its type.
fn of_each_type() -> BTreeMap<String, Record> {
    let mut first = BTreeMap::new();
    for record in log().into_iter().chain(refusals()).chain([quarantined()]) {
        first.entry(record.event_type().to_owned()).or_insert(record);
    }
    first
}

#[test]
fn each_type_has_a_golden_record_of_its_own() {
    let written = of_each_type();
    for event_type in EventType::all().map(|event_type| event_type.to_string()) {
        let record = written.get(&event_type).unwrap_or_else(|| panic!("{event_type} has no golden record"));
        let kept = golden(&format!("types/{event_type}.json"), record.line());
        let read = Record::parse(&*kept).expect("a record");
        assert_eq!(read.event_type(), event_type);
        let kind = record.subject().kind();
        if kind == SubjectKind::Refusal {
            assert_eq!(without_sentences(&kept), without_sentences(record.line()), "{event_type}");
        } else {
            assert_eq!(String::from_utf8_lossy(&kept), String::from_utf8_lossy(record.line()));
        }
        if kind == SubjectKind::Project {
            assert!(read.event().is_ok(), "{event_type}: {:?}", read.event());
        }
        if kind == SubjectKind::Zone {
            assert!(read.zone_event().is_ok(), "{event_type}: {:?}", read.zone_event());
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1/types");
    for file in std::fs::read_dir(folder).expect("the folder is there") {
        let name = file.expect("a file").file_name().into_string().expect("UTF-8");
        let is_known = EventType::named(name.trim_end_matches(".json")).is_some();
        assert!(is_known, "{name}: this version reads it no more");
    }
}

#[test]
fn the_policy_of_the_golden_records_has_one_digest() {
    let policy = policy();
    let written = canonical::to_vec(policy.terms()).expect("it has a canonical form");
    assert_eq!(String::from_utf8_lossy(&golden("policy.json", &[])), String::from_utf8_lossy(&written));
    // sha256sum tests/golden/v1/policy.json
    assert_eq!(policy.id().digest.to_string(), "d3c6411fb0289a2ddb0fd693428251f609b9d6591fe0640f7ab79ce8963cc8ef");
}
