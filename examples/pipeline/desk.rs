//! The investment desk: what a platform's backend does around the crate. It has the clock, the ids and the store.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Debug;
use std::path::Path;

use project_lifecycle::act::Provenance;
use project_lifecycle::lifecycle::ZoneClass;
use project_lifecycle::project::Import;
use project_lifecycle::registry::{Zone, ZoneProfile};
use project_lifecycle::staged::marker::InStage;
use project_lifecycle::value::DigestAlgorithm;
use project_lifecycle::{
    Actor, ActorId, AppendRequest, AuthType, Command, Context, Day, Event, EventId, EventLog, EventStore, Language,
    Pending, Policy, Profile, Project, ProjectId, Receipt, Refusal, SqliteStore, Staged, Text, Timestamp,
};

/// What everything here may fail with.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The five projects of the story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    Flagship,
    Land,
    Promise,
    Enterprise,
    Talks,
}

impl Case {
    pub(crate) const ALL: [Self; 5] = [Self::Flagship, Self::Land, Self::Promise, Self::Enterprise, Self::Talks];

    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Flagship => "flagship",
            Self::Land => "land",
            Self::Promise => "promise",
            Self::Enterprise => "enterprise",
            Self::Talks => "talks",
        }
    }

    /// A host mints random ids; a story is better the same each time.
    pub(crate) fn id(self) -> ProjectId {
        ProjectId::named(&format!("urn:example:shenyang:projects/{}", self.tag()))
    }
}

pub(crate) struct Desk {
    pub(crate) store: SqliteStore,
    pub(crate) policy: Policy,
    /// The day on which the story stands: the desk's clock.
    pub(crate) today: Day,
    /// The projects as the desk knows them: what is recorded is applied to them, and nothing else.
    projects: BTreeMap<Case, Project>,
    /// How many records the file had when the desk opened it.
    pub(crate) earlier: u64,
    commands: u64,
}

impl Desk {
    /// Opens the file, and in it the log of the city's platform, on the day on which the plan was issued. A log that is
    /// open already stays as it is.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let policy = Policy::shenyang_2018();
        let today = day("2018-05-31")?;
        let opened = Timestamp::at(today, 8, 0, policy.terms().utc_offset)?;
        let operator = Actor::new(AuthType::System, ActorId::new("platform")?);
        let mut store = SqliteStore::open_or_create(path, "urn:example:shenyang:projects".parse()?)?;
        let earlier = store.head().map_or(0, |head| head.size());
        store.open_log(DigestAlgorithm::default(), &operator, opened)?;
        Ok(Self { store, policy, today, projects: BTreeMap::new(), earlier, commands: 0 })
    }

    /// The instant at which the desk works: nine in the morning of its day.
    pub(crate) fn now(&self) -> Result<Timestamp> {
        Ok(Timestamp::at(self.today, 9, 0, self.policy.terms().utc_offset)?)
    }

    /// The circumstances of a command that is given now, under an id that the desk mints. It takes effect on the day of
    /// the act that its papers tell, or today.
    pub(crate) fn context(&mut self) -> Result<Context> {
        let officer = Actor::new(AuthType::AppUser, ActorId::new("officer-17")?).in_role("promotion".parse()?);
        self.context_of(officer)
    }

    fn context_of(&mut self, actor: Actor) -> Result<Context> {
        self.commands += 1;
        let id = EventId::named(ProjectId::named("urn:example:desk").uuid(), &self.commands.to_string());
        Ok(Context::new(id, self.now()?, actor))
    }

    /// Registers a zone, which its projects name. A zone that is registered already stays as it is.
    pub(crate) fn register(&mut self, name: &str, class: ZoneClass, host: &str) -> Result<()> {
        let (zone, now) = (name.parse()?, self.now()?);
        if self.store.zone(&zone)?.is_some() {
            return Ok(());
        }
        let registry = Actor::new(AuthType::AppUser, ActorId::new("registry-2")?);
        let id = EventId::named(ProjectId::named("urn:example:desk").uuid(), name);
        let profile = ZoneProfile::new(Text::new(name)?, class, host.parse()?);
        let context = Context::new(id, now, registry);
        let event = Zone::register(zone, profile, self.store.source(), &context, &self.policy)?;
        self.store.append(&event.into(), now)?;
        Ok(())
    }

    /// Plans a project.
    pub(crate) fn plan(&mut self, case: Case, profile: Profile) -> Result<()> {
        let context = self.context()?;
        let event = Project::plan(case.id(), profile, &context, &self.policy)?;
        self.record(case, event)
    }

    /// Plans a project whose earlier life comes from the old register.
    pub(crate) fn plan_imported(&mut self, case: Case, on: &str, profile: Profile, from: Provenance) -> Result<()> {
        let context = self.context_of(clerk()?)?.on(day(on)?);
        let event = Project::plan_imported(case.id(), profile, from, &context, &self.policy)?;
        self.record(case, event)
    }

    /// Takes over one step of the old register.
    pub(crate) fn take_over(&mut self, case: Case, on: &str, step: Import) -> Result<()> {
        let context = self.context_of(clerk()?)?.on(day(on)?);
        self.give(case, Command::Import(step), &context)
    }

    /// Gives a command that is meant to succeed.
    pub(crate) fn ask(&mut self, case: Case, command: Command) -> Result<()> {
        let context = self.context()?;
        self.give(case, command, &context)
    }

    /// Decide, record, and only then apply. A retry has nothing to record.
    fn give(&mut self, case: Case, command: Command, context: &Context) -> Result<()> {
        let decision = self.project(case)?.decide(command, context, &self.policy)?;
        decision.into_new().map_or(Ok(()), |event| self.record(case, event))
    }

    fn record(&mut self, case: Case, event: Event) -> Result<()> {
        let recorded = self.append(case, &event.into())?.record().event()?;
        let project = match self.projects.remove(&case) {
            None => Project::replay([recorded])?,
            Some(mut project) => {
                project.apply(recorded)?;
                project
            }
        };
        self.projects.insert(case, project);
        Ok(())
    }

    /// The store records the event, or finds it recorded under its id: the answer is the same.
    fn append(&mut self, case: Case, request: &AppendRequest) -> Result<Receipt> {
        let now = self.now()?;
        let receipt = self.store.append(request, now)?;
        self.tell(case, &receipt);
        Ok(receipt)
    }

    /// Gives a command that is meant to be refused, and shows every reason.
    pub(crate) fn refused(&mut self, case: Case, command: Command) -> Result<()> {
        let context = self.context()?;
        match self.project(case)?.decide(command, &context, &self.policy) {
            Err(refusal) => {
                self.show(case, &refusal);
                Ok(())
            }
            Ok(decision) => Err(format!("expected a refusal, not {decision:?}").into()),
        }
    }

    /// A project as the compiler knows it.
    pub(crate) fn staged<S: InStage>(&self, case: Case) -> Result<Staged<S>> {
        Ok(self.project(case)?.try_into()?)
    }

    /// Commits a pending move: only then does the next stage exist.
    pub(crate) fn commit<To: InStage + Debug + 'static>(
        &mut self,
        case: Case,
        pending: Pending<To>,
    ) -> Result<Staged<To>> {
        let receipt = self.append(case, pending.request())?;
        let staged = pending.confirm(receipt)?;
        self.projects.insert(case, staged.project().clone());
        Ok(staged)
    }

    /// A project as the desk knows it. A backend that serves many requests loads it from the store instead, by
    /// `store.project(id)`; to tell the same story twice, the desk must not know how it ends.
    pub(crate) fn project(&self, case: Case) -> Result<Project> {
        self.projects.get(&case).cloned().ok_or_else(|| format!("there is no project `{}`", case.tag()).into())
    }

    pub(crate) fn note(&self, text: &str) {
        println!("                          # {text}");
    }

    /// One line for an event that the store took.
    fn tell(&self, case: Case, receipt: &Receipt) {
        let Ok(event) = receipt.record().event() else { return };
        let (on, name, to) = (event.effective_on(), event.event_name(), event.to());
        let chinese = to.stage().label(Language::Chinese);
        let mark = if receipt.record().sequence() <= self.earlier { '=' } else { ' ' };
        println!("{mark} {on}  {:<11} {name:<19} now {to} ({chinese})", case.tag());
    }

    /// A refusal: each reason in both languages, and what would lift it.
    pub(crate) fn show(&self, case: Case, refusal: &Refusal) {
        println!("  {}  {:<11} REFUSED: {}", self.today, case.tag(), refusal.command());
        for reason in refusal.reasons() {
            println!("                          - {}: {reason}", reason.code());
            println!("                            {}", reason.text(Language::Chinese));
            println!("                            to lift it: {}", reason.lift().text(Language::English));
        }
    }
}

/// Who takes over the old register.
fn clerk() -> Result<Actor> {
    Ok(Actor::new(AuthType::System, ActorId::new("register-import")?))
}

/// A day, as the desk's forms write it.
pub(crate) fn day(text: &str) -> Result<Day> {
    Ok(text.parse()?)
}
