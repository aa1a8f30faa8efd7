//! The typed view: a project whose stage the compiler knows.
//!
//! [`Staged<S>`] is a view on [`Project`], never the reverse. An act that the law does not have does not compile, and
//! the compiler says so in words. An act that it has may still be refused by a guard, and then the project comes back.
//!
//! A move is a [`Pending`]: the next stage exists only after a store has answered with a [`Receipt`](crate::audit::Receipt).
//! This prevents *forgetting* to record; it does not prove durability, which is the store's word.

pub mod marker;
mod moves;
mod pending;

pub use pending::{CommitError, Pending, Unconfirmed};

use core::fmt;
use core::marker::PhantomData;

use crate::act::Refusal;
use crate::lifecycle::{Position, law};
use crate::project::Project;
use marker::{
    Closed, InStage, Negotiating, Operating, Planned, Producing, Registered, Reserve, Signed, Started, Zombie,
};

/// A project in stage `S`, one of [`marker`]'s types.
///
/// It comes from [`Staged::plan`], from a confirmed move, or from a project by `TryFrom` or [`AnyStaged`].
///
/// ```
/// use project_lifecycle::prelude::*;
/// use project_lifecycle::staged::marker::{Closed, Planned};
///
/// # let policy = Policy::shenyang_2018();
/// # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
/// # let id = ProjectId::named("urn:example:city/1");
/// # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
/// # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
/// # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
/// let planned: Staged<Planned> = Staged::plan(id, profile, &context("1"), &policy)?.commit(&mut store, now)?;
/// assert_eq!(planned.project().stage(), Stage::Planned);
///
/// // from a store: in the stage that the caller takes it to be in, or in another
/// let project = store.project(id)?.expect("it was planned just now");
/// let wrong = Staged::<Closed>::try_from(project).unwrap_err();
/// assert_eq!((wrong.expected.stage(), wrong.project.stage()), (Stage::Closed, Stage::Planned));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged<S> {
    project: Project,
    stage: PhantomData<fn() -> S>,
}

impl<S: InStage> Staged<S> {
    /// The project.
    #[must_use]
    pub const fn project(&self) -> &Project {
        &self.project
    }

    /// The project, without its typed stage: for corrections, imports and storage.
    #[must_use]
    pub fn into_project(self) -> Project {
        self.project
    }

    /// A view whose stage the caller has checked.
    const fn checked(project: Project) -> Self {
        Self { project, stage: PhantomData }
    }
}

impl<S: InStage> TryFrom<Project> for Staged<S> {
    type Error = WrongStage;

    fn try_from(project: Project) -> Result<Self, WrongStage> {
        if project.position() == S::POSITION {
            Ok(Self::checked(project))
        } else {
            Err(WrongStage { expected: S::POSITION, project: Box::new(project) })
        }
    }
}

/// The project is in another stage than the one asked for. It comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WrongStage {
    /// The stage asked for.
    pub expected: Position,
    /// The project.
    pub project: Box<Project>,
}

impl fmt::Display for WrongStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, project } = self;
        write!(f, "project {} is `{}`, not `{expected}`", project.id(), project.position())
    }
}

impl core::error::Error for WrongStage {}

/// A refused move: every reason, and the project back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMoved<S>(Box<(Refusal, Staged<S>)>);

impl<S: InStage> NotMoved<S> {
    fn new(refusal: Refusal, project: Staged<S>) -> Self {
        Self(Box::new((refusal, project)))
    }

    /// The reasons.
    #[must_use]
    pub const fn refusal(&self) -> &Refusal {
        &self.0.0
    }

    /// The project, as it was.
    #[must_use]
    pub fn into_project(self) -> Staged<S> {
        self.0.1
    }
}

impl<S> fmt::Display for NotMoved<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.0.fmt(f)
    }
}

impl<S: fmt::Debug> core::error::Error for NotMoved<S> {}

/// Writes the enums that are matched once at the edge.
macro_rules! emit_any {
    (
        stages { $($(#[$stage_doc:meta])* $stage:ident $code:literal $english:literal $chinese:literal;)+ }
        verbs { $(
            $(#[$doc:meta])* $verb:ident $method:ident $direction:ident $gate:ident $code2:literal $event:literal $en:literal $zh:literal $edges:tt
        )+ }
    ) => {
        /// A project with its stage as a variant: match once at the edge, then let the compiler know.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum AnyStaged { $(
            $(#[$stage_doc])*
            $stage(any!(@type $stage)),
        )+ }

        impl From<Project> for AnyStaged {
            fn from(project: Project) -> Self {
                match project.stage() {
                    $(crate::lifecycle::Stage::$stage => any!(@from $stage project),)+
                }
            }
        }

        $(any!(@zombies $verb $edges);)+
    };
}

/// What [`emit_any`] writes for the zombie differs from what it writes for other stages.
macro_rules! any {
    (@type Zombie) => { AnyZombie };
    (@type $stage:ident) => { Staged<$stage> };
    (@from Zombie $project:ident) => { Self::Zombie(AnyZombie::of($project)) };
    (@from $stage:ident $project:ident) => { Self::$stage(Staged::checked($project)) };
    (@zombies Stall { $($from:ident => Zombie),+ }) => {
        /// A zombie, by the stage that it stalled in.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum AnyZombie { $(
            #[doc = concat!("Stalled in [`", stringify!($from), "`].")]
            $from(Staged<Zombie<$from>>),
        )+ }

        impl AnyZombie {
            /// A zombie's view. Its stalled stage is one of these, for the law admits no other.
            fn of(project: Project) -> Self {
                $(if project.position() == Zombie::<$from>::POSITION {
                    return Self::$from(Staged::checked(project));
                })+
                unreachable!("the law stalls no project in another stage: {}", project.position())
            }
        }
    };
    (@zombies $verb:ident $edges:tt) => {};
}
law!(emit_any);
