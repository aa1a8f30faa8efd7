//! Facts: what happens to a project between its transitions.
//!
//! Each kind has a file of its own: what it holds, what stood before it, when it may be dated, its guard, what is kept
//! of it and what it changes in a list. A new kind is such a file, a row here, and its part of `Notes`.

mod agreement;
mod amendment;
mod client;
mod company;
mod ground;
mod investment;
mod link;
mod milestone;
mod officer;
mod pause;
mod presentation;
mod progress;
mod prolongation;
mod relocation;
mod reports;
mod responsibility;
mod resumption;
mod schedule;
mod site;
mod succession;

pub use agreement::AgreementAmended;
pub use amendment::Amendment;
pub use client::ClientJoined;
pub use company::CompanyChanged;
pub use investment::InvestmentReport;
pub use link::{Link, LinkKind};
pub use milestone::{Milestone, MilestoneReached};
pub use officer::Officer;
pub use pause::{Pause, PauseSpan};
pub use presentation::Presentation;
pub use progress::{BasisPoints, BasisPointsError, ProgressReport};
pub use prolongation::Prolongation;
pub use relocation::Relocated;
pub use responsibility::Responsibility;
pub use resumption::Resumption;
pub(crate) use resumption::resume;
pub use schedule::Scheduled;
pub use site::SiteChanged;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::paper::guard_paper;
use super::{CurrentState, Profile};
use crate::canonical;
use crate::evidence::{Agreed, Attachment, Evidence, Inspect as _, Schedule, Standing};
use crate::lifecycle::Item;
use crate::policy::Policy;
use crate::reason::{Reason, StepDate};
use crate::value::{ClientId, Day, Input, Reading};
use crate::vocabulary::Language;
use amendment::Amended;
use client::Clients;
pub(super) use ground::Ground;
use link::Links;
use milestone::Milestones;
pub(crate) use pause::{begin_pause, open_pause, threshold_day};
pub(super) use pause::{begun_by, pause_on, stop_ends};
use presentation::Papers;
use reports::Reports;
use schedule::Schedules;
use succession::Succession;

/// Hands the rows of the facts to the macro named `$emit`, behind the tokens `$before`: the command, the fact with what it
/// holds, the part of [`Notes`] that it keeps, what the command is called, the middle part of the event's type, and what a
/// person reads for it in English and in Chinese.
macro_rules! facts {
    ($emit:ident $($before:tt)*) => {
        $emit! { $($before)* facts {
            /// The dedicated officer (专人, plan paragraph 11).
            AssignOfficer Officer(Officer) in officer "assign_officer" "officer_assigned" "Officer assigned" "确定项目管家";
            /// The lead and the responsible bodies (责任主体, paragraph 11).
            AssignBody Body(Responsibility) in body "assign_body" "body_assigned" "Responsible bodies assigned" "确定责任主体";
            /// The schedule (进度安排, paragraph 11). The first one after a signing completes its baseline.
            Reschedule Schedule(Scheduled) in schedules "reschedule" "scheduled" "Schedule set" "进度安排";
            /// Members of the profile that changed.
            Amend Amendment(Amendment) in amended "amend" "amended" "Project amended" "项目变更";
            /// A supplementary agreement (补充协议).
            AmendAgreement Agreement(AgreementAmended) in agreements "amend_agreement" "agreement_amended" "Agreement amended" "签订补充协议";
            /// A change of the registered company: its name, its code, its capital.
            ChangeCompany Company(CompanyChanged) in company "change_company" "company_changed" "Company changed" "企业变更登记";
            /// Another site within the host zone.
            ChangeSite Site(SiteChanged) in site "change_site" "site_changed" "Site changed" "建设地点变更";
            /// A relocation to another zone before the start.
            Relocate Relocation(Relocated) in amended "relocate" "relocated" "Relocated" "异地流转";
            /// A further client with whom talks go on in parallel.
            JoinClient Client(ClientJoined) in clients "join_client" "client_joined" "Client joined" "增加洽谈客户";
            /// A link to another project: phase II, derived from, and so on.
            Link Link(Link) in links "link" "linked" "Project linked" "项目关联";
            /// A pause (停工), with its reason. It is no stage.
            Pause Pause(Pause) in pauses "pause" "paused" "Work paused" "停工（停产）";
            /// The end of a pause (复工), which is no start of construction (开工).
            Resume Resumption(Resumption) in pauses "resume" "resumed" "Work resumed" "复工（复产）";
            /// A document presented that a commitment stood in for.
            PresentEvidence Presentation(Presentation) in papers "present_evidence" "evidence_presented" "Document presented later" "后补材料";
            /// A later due day for a commitment.
            ProlongCommitment Prolongation(Prolongation) in papers "prolong_commitment" "commitment_prolonged" "Commitment prolonged" "承诺延期";
            /// Investment of a period.
            ReportInvestment Investment(InvestmentReport) in reports "report_investment" "investment_reported" "Investment reported" "投资上报";
            /// Physical progress (形象进度).
            ReportProgress Progress(ProgressReport) in progress "report_progress" "progress_reported" "Progress reported" "形象进度上报";
            /// A milestone such as full capacity and effect (达产达效).
            ReachMilestone Milestone(MilestoneReached) in milestones "reach_milestone" "milestone_reached" "Milestone reached" "节点达成";
        } }
    };
}
pub(super) use facts;

/// What is kept of a project's facts beside its current state: a part for each kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Notes {
    pub(super) agreements: Succession<AgreementAmended>,
    pub(super) amended: Amended,
    pub(super) body: Succession<Responsibility>,
    pub(super) clients: Clients,
    pub(super) company: Succession<CompanyChanged>,
    /// What the facts that stand ask of the steps, by their dates.
    pub(super) grounds: BTreeMap<StepDate, Ground>,
    pub(super) links: Links,
    pub(super) milestones: Milestones,
    pub(super) officer: Succession<Officer>,
    pub(super) papers: Papers,
    /// In the order of their days, and of one day in that of their versions. They do not overlap, and only the last one may
    /// be open.
    pub(super) pauses: Vec<PauseSpan>,
    pub(super) progress: Succession<ProgressReport>,
    pub(super) reports: Reports,
    pub(super) schedules: Schedules,
    pub(super) site: Succession<SiteChanged>,
}

impl Notes {
    /// The notes of a project that was just planned.
    pub(super) fn planned(profile: &Profile) -> Self {
        Self {
            agreements: Succession::default(),
            amended: Amended::planned(profile),
            body: Succession::default(),
            clients: Clients::default(),
            company: Succession::default(),
            grounds: BTreeMap::new(),
            links: Links::default(),
            milestones: Milestones::default(),
            officer: Succession::default(),
            papers: Papers::default(),
            pauses: Vec::new(),
            progress: Succession::default(),
            reports: Reports::default(),
            schedules: Schedules::default(),
            site: Succession::default(),
        }
    }

    /// Takes in what a step's evidence brings along: a revival its schedule, and any its commitments.
    pub(super) fn enter(&mut self, evidence: &Evidence, version: u64, on: Day) {
        if let Evidence::Revival(revival) = evidence {
            self.schedules.keep(version, on, revival.new_schedule());
        }
        evidence.inspect(&mut |item, standing| {
            if let Standing::Committed { due } = standing {
                self.papers.commit(version, item, due);
            }
        });
    }

    /// Takes in what a step's corrected evidence brings along, and what it brings along no more.
    pub(super) fn restate(&mut self, evidence: &Evidence, version: u64, on: Day, current: &mut CurrentState) {
        self.schedules.forget(version);
        if let Evidence::Revival(revival) = evidence {
            self.schedules.keep(version, on, revival.new_schedule());
        }
        let mut promised = BTreeMap::new();
        evidence.inspect(&mut |item, standing| {
            if let Standing::Committed { due } = standing {
                promised.insert(item, due);
            }
        });
        for item in self.papers.recommit(version, &promised) {
            self.papers.settle(version, item, current);
        }
    }

    /// Takes in another profile of the planning: amendments stand.
    pub(super) fn replan(&mut self, planned: &Profile, current: &mut CurrentState) {
        self.amended.replan(planned);
        let Profile { kind, name, total_investment, zone, .. } = &self.amended.profile;
        (current.kind, current.name, current.total_investment) = (*kind, name.clone(), *total_investment);
        current.zone = zone.clone();
    }

    /// Forgets what a step brought along that was voided; it was the last one that stood.
    pub(super) fn void(&mut self, version: u64) {
        self.schedules.forget(version);
        self.papers.void(version);
    }

    /// Gives what a step brought along the step's other date.
    pub(super) fn redate(&mut self, version: u64, on: Day) {
        self.schedules.redate(version, on);
    }

    /// Shows the schedule that stands, and the pause that goes on.
    pub(super) fn settle(&self, current: &mut CurrentState) {
        current.schedule = self.schedule();
        current.paused_since = open_pause(&self.pauses).map(|open| open.from);
    }

    /// The schedule set last, with the days that supplementary agreements moved since.
    fn schedule(&self) -> Option<Schedule> {
        let mut schedule = self.schedules.present()?.clone();
        for (_, agreement) in self.agreements.after(self.schedules.by_day.date()?) {
            agreement.days().for_each(|(stage, by)| schedule.shift(stage, by));
        }
        Some(schedule)
    }

    /// The latest date among officer, schedule, pauses, amendments, relocations and supplementary agreements.
    pub(super) fn noted_on(&self) -> Option<Day> {
        let Self { agreements, amended, officer, pauses, schedules, .. } = self;
        let paused_on = pauses.last().map(|last| last.from);
        officer.since().max(schedules.by_day.since()).max(paused_on).max(amended.since()).max(agreements.since())
    }
}

/// What a kind of fact is called, as its row says.
trait Named {
    /// The middle part of its event type.
    const EVENT_NAME: &'static str;
}

/// What a kind of fact says of itself.
trait Kind: Named {
    /// The event names of the facts that [`before`](Self::before) may give, in the order in which reading tries them.
    const BEFORE: &'static [&'static str] = &[Self::EVENT_NAME];

    /// The part of [`Notes`] that it keeps.
    type Kept;

    /// What it takes the place of, with the version of the event that set that last: the present value of its kind, or
    /// something else that it replaces. `None` if there is nothing.
    fn before(&self, kept: &Self::Kept, current: &CurrentState) -> Option<Stood>;

    /// The same for a kind of which the fact's own day decides.
    fn before_on(&self, kept: &Self::Kept, current: &CurrentState, _on: Day) -> Option<Stood> {
        self.before(kept, current)
    }

    /// Why it cannot be, given the facts that stand: no history holds it. `None` if it can.
    fn contradicts(&self, _kept: &Self::Kept, _current: &CurrentState) -> Option<Reason> {
        None
    }

    /// The same for a kind of which the fact's own day decides.
    fn contradicts_on(&self, kept: &Self::Kept, current: &CurrentState, _on: Day) -> Option<Reason> {
        self.contradicts(kept, current)
    }

    /// What it asks of the steps, now and for as long as it stands. `None` if nothing.
    fn ground(&self) -> Option<Ground> {
        None
    }

    /// Adds every other reason against it: not those about its date, nor about what stands.
    fn guard(&self, _kept: &Self::Kept, _asked: &Asked<'_>, _reasons: &mut Vec<Reason>) {}

    /// Keeps what later decisions need to know of it.
    fn keep(&self, kept: &mut Self::Kept, version: u64, on: Day);

    /// The next standing fact that rests on it, so that it cannot be voided. `None` if none does.
    fn bears(&self, _kept: &Self::Kept, _version: u64) -> Option<StepDate> {
        None
    }

    /// Forgets it, as if it had never been recorded.
    fn forget(&self, kept: &mut Self::Kept, version: u64, on: Day);

    /// Changes what a list shows, as far as the list tells what stands. Tells whether it did: else nothing is changed, and
    /// only the whole history tells.
    fn show(&self, _before: Option<&Fact>, _on: Day, _current: &mut CurrentState) -> bool {
        true
    }

    /// Shows in a list what stands of its kind, with it or without it.
    fn settle(&self, _kept: &Self::Kept, _current: &mut CurrentState) {}
}

/// What a fact takes the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stood {
    pub(super) fact: Fact,
    /// The version of the latest event that set any of it.
    pub(super) version: u64,
}

/// The circumstances in which a fact is asked for.
pub(super) struct Asked<'a> {
    pub(super) effective_on: Day,
    pub(super) today: Day,
    pub(super) policy: &'a Policy,
    pub(super) current: &'a CurrentState,
    /// The step that opened the talks, with its client. An imported one names none.
    pub(super) engaged: Option<(StepDate, Option<&'a ClientId>)>,
    /// The version of the step that ended earlier talks for good. `None` if none did.
    pub(super) released: Option<u64>,
    /// The signing that stands.
    pub(super) signed: Option<StepDate>,
    /// The days agreed so far.
    pub(super) agreed: Agreed,
}

impl Asked<'_> {
    /// Adds the reasons against the paper of a fact. It bears its day.
    fn guard_paper(&self, item: Item, paper: &Attachment, reasons: &mut Vec<Reason>) {
        let Some(dated) = paper.day() else {
            reasons.push(Reason::Undated { gate: None, item });
            return;
        };
        let standing = Standing::Presented { dated: Some(dated), validity: None };
        reasons.extend(guard_paper(item, standing, self.effective_on, self.today, self.policy));
    }
}

/// What stood before a fact, in its place, as the fact's event tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::large_enum_variant, reason = "made once and moved into one shared allocation, the event")]
#[serde(untagged)]
pub enum Before {
    /// The fact that stood.
    Told(Fact),
    /// The event that set it. The fact itself is too long to be told again.
    Elsewhere {
        /// The stream version of the latest event that set any of it.
        version: u64,
    },
}

/// The longest canonical form of a `before`, in bytes, that an event repeats. So no fact makes the next one too large.
const TOLD: usize = 1_024;

impl From<Stood> for Before {
    fn from(Stood { fact, version }: Stood) -> Self {
        let is_short = canonical::to_vec(&fact).is_ok_and(|form| form.len() <= TOLD);
        if is_short { Self::Told(fact) } else { Self::Elsewhere { version } }
    }
}

impl Before {
    /// The fact that stood. `None` if only its version is told.
    #[must_use]
    pub const fn fact(&self) -> Option<&Fact> {
        match self {
            Self::Told(fact) => Some(fact),
            Self::Elsewhere { .. } => None,
        }
    }
}

macro_rules! emit_facts {
    (facts { $($(#[$doc:meta])* $command:ident $fact:ident($type:ident) in $kept:ident $name:literal $event:literal $english:literal $chinese:literal;)+ }) => {
        /// What happens to a project between its transitions. It never changes the stage. Only registration waits for
        /// some facts: officer, body and schedule.
        ///
        /// Which of several facts stands depends on the kind. All stay in the trail.
        ///
        /// - Officer, body, schedule, progress, site, and each member of the profile, of the agreement and of the
        ///   company: the one of the latest effective date, and of one date the one recorded last.
        /// - Links of one kind, but for those of which [several](LinkKind::is_manifold) may stand, papers and new days
        ///   for one commitment, and reports of one period: the one recorded last.
        /// - A pause, its end and a milestone: each of them, until it is voided.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum Fact { $($(#[$doc])* $fact($type),)+ }

        $(impl Named for $type {
            const EVENT_NAME: &'static str = $event;
        })+

        impl Fact {
            /// The middle parts of the event types of facts, as in `lifecycle.project.officer_assigned.v1`.
            pub const EVENT_NAMES: &'static [&'static str] = &[$($event),+];

            /// What the types of facts are called, in the same order.
            pub(crate) const TYPE_NAMES: &'static [&'static str] = &[$(stringify!($type)),+];

            /// What their commands are called, in the same order.
            pub const COMMAND_NAMES: &'static [&'static str] = &[$($name),+];

            /// The middle part of its event type.
            #[must_use]
            pub const fn event_name(&self) -> &'static str {
                match self { $(Self::$fact(_) => $event,)+ }
            }

            /// What a person reads for an event of this name, in the language asked for. `None` for another name.
            #[must_use]
            pub fn label_of(event_name: &str, language: Language) -> Option<&'static str> {
                match event_name {
                    $($event => Some(language.pick($english, $chinese)),)+
                    _ => None,
                }
            }

            /// What a person reads, in the language asked for.
            #[must_use]
            pub const fn label(&self, language: Language) -> &'static str {
                match self { $(Self::$fact(_) => language.pick($english, $chinese),)+ }
            }

            /// What its command is called, as in a refusal.
            #[must_use]
            pub const fn command_name(&self) -> &'static str {
                match self { $(Self::$fact(_) => $name,)+ }
            }

            /// The event names of the facts that may have stood before one of this event name: those of its kind, the pause
            /// that a resumption ends, or the commitment that a document fulfils. Empty for what replaces nothing, and for
            /// another name.
            #[must_use]
            pub fn events_before(event_name: &str) -> &'static [&'static str] {
                match event_name {
                    $($event => <$type as Kind>::BEFORE,)+
                    _ => &[],
                }
            }

            /// Takes a fact's form whole, with samples where it has faults; `None` for another name.
            pub(in crate::project) fn take(event_name: &str, value: &Value, reading: &mut Reading) -> Option<Self> {
                match event_name {
                    $($event => Some(Self::$fact(Input::read(value, reading))),)+
                    _ => None,
                }
            }

            /// Reads the fact that an event of this name records from its JSON; `None` for another name.
            pub(crate) fn read(event_name: &str, json: &str) -> Option<Result<Self, serde_json::Error>> {
                match event_name {
                    $($event => Some(serde_json::from_str(json).map(Self::$fact)),)+
                    _ => None,
                }
            }

            /// The JSON Schema of the fact that an event of this name records; `None` for another name.
            #[cfg(feature = "schema")]
            pub fn schema(event_name: &str, generator: &mut schemars::SchemaGenerator) -> Option<schemars::Schema> {
                match event_name {
                    $($event => Some(generator.subschema_for::<$type>()),)+
                    _ => None,
                }
            }

            /// What it takes the place of on its day.
            pub(super) fn before(&self, notes: &Notes, current: &CurrentState, on: Day) -> Option<Stood> {
                match self { $(Self::$fact(fact) => fact.before_on(&notes.$kept, current, on),)+ }
            }

            /// Why it cannot be on its day, given the facts that stand: no history holds it. `None` if it can.
            pub(super) fn contradicts(&self, notes: &Notes, current: &CurrentState, on: Day) -> Option<Reason> {
                match self { $(Self::$fact(fact) => fact.contradicts_on(&notes.$kept, current, on),)+ }
            }

            /// What it asks of the steps, now and for as long as it stands. `None` if nothing.
            pub(super) fn ground(&self) -> Option<Ground> {
                match self { $(Self::$fact(fact) => fact.ground(),)+ }
            }

            /// Adds every other reason against it: not those about its date, nor about what stands.
            pub(super) fn guard(&self, notes: &Notes, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
                match self { $(Self::$fact(fact) => fact.guard(&notes.$kept, asked, reasons),)+ }
            }

            /// Keeps what later decisions need to know of it.
            pub(super) fn keep(&self, notes: &mut Notes, version: u64, on: Day) {
                notes.grounds.extend(self.ground().map(|ground| (StepDate { on, version }, ground)));
                match self { $(Self::$fact(fact) => fact.keep(&mut notes.$kept, version, on),)+ }
            }

            /// The next standing fact that rests on it, so that it cannot be voided. `None` if none does.
            pub(super) fn bears(&self, notes: &Notes, version: u64) -> Option<StepDate> {
                match self { $(Self::$fact(fact) => fact.bears(&notes.$kept, version),)+ }
            }

            /// Forgets it, as if it had never been recorded.
            pub(super) fn forget(&self, notes: &mut Notes, version: u64, on: Day) {
                notes.grounds.remove(&StepDate { on, version });
                match self { $(Self::$fact(fact) => fact.forget(&mut notes.$kept, version, on),)+ }
            }

            /// Changes what a list shows, as far as the list tells what stands. Tells whether it did: else nothing is
            /// changed, and only the whole history tells.
            pub(super) fn show(&self, before: Option<&Self>, on: Day, current: &mut CurrentState) -> bool {
                match self { $(Self::$fact(fact) => fact.show(before, on, current),)+ }
            }

            /// Shows in a list what stands of its kind, with it or without it.
            pub(super) fn settle(&self, notes: &Notes, current: &mut CurrentState) {
                match self { $(Self::$fact(fact) => fact.settle(&notes.$kept, current),)+ }
            }
        }
    };
}
facts!(emit_facts);

impl Fact {
    /// Reads the fact that stood before one of this event name, as the first kind that it can be.
    pub(crate) fn read_before(event_name: &str, json: &str) -> Option<Result<Self, serde_json::Error>> {
        let mut read = Self::events_before(event_name).iter().filter_map(|name| Self::read(name, json));
        let first = read.next()?;
        Some(if first.is_err() { read.next().unwrap_or(first) } else { first })
    }
}
