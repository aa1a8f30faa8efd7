//! One type for each stage, and the law as traits on them.

use core::marker::PhantomData;

use crate::evidence::{
    Agreement, Closing, Commencement, Commissioning, Dossier, Engagement, Grounds, Operation, Registration, Rescission,
    Revival, StallFinding,
};
use crate::lifecycle::{Position, Stage, law};

/// A type that stands for a stage. Only this crate's markers do.
pub trait InStage: sealed::Sealed {
    /// The stage, and for a zombie where it stalled.
    const POSITION: Position;
}

/// The law has a move from the stage `Self` to the stage `To`, on `Evidence`.
///
/// Implemented for the rows of the law and nothing else.
#[diagnostic::on_unimplemented(
    message = "a project in stage `{Self}` cannot move to `{To}` on `{Evidence}` evidence",
    label = "the law has no move from `{Self}` to `{To}` on this evidence",
    note = "`EDGES` lists every permitted move; `Project::next` and `Project::explain` answer at run time"
)]
pub trait Permits<To, Evidence>: InStage {}

/// A zombie that stalled in stage `S`. Never constructed; only the stages that the law stalls are ever met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zombie<S>(PhantomData<fn() -> S>);

impl<S: InStage> InStage for Zombie<S> {
    const POSITION: Position = Position::stalled(S::POSITION.stage()).expect("the law stalls a project there");
}

mod sealed {
    pub trait Sealed {}
}

impl<S> sealed::Sealed for Zombie<S> {}

/// Writes a marker for each stage and an implementation of [`Permits`] for each row.
macro_rules! emit_markers {
    (
        stages { $($(#[$stage_doc:meta])* $stage:ident $code:literal $english:literal $chinese:literal;)+ }
        verbs { $(
            $(#[$doc:meta])* $verb:ident $method:ident $direction:ident $gate:ident $code2:literal $event:literal $en:literal $zh:literal
                { $($from:ident => $to:ident),+ }
        )+ }
    ) => {
        $(marker!($stage $(#[$stage_doc])*);)+
        $($(permit!($gate $from => $to);)+)+
    };
}

/// One marker. The zombie's is written out above, for it has a parameter.
macro_rules! marker {
    (Zombie $($doc:tt)*) => {};
    ($stage:ident $($doc:tt)*) => {
        $($doc)*
        ///
        /// Never constructed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $stage {}

        impl sealed::Sealed for $stage {}

        impl InStage for $stage {
            const POSITION: Position = Position::at(Stage::$stage).expect("it is not the zombie");
        }
    };
}

/// One row. `Signed => Zombie` reads `Signed: Permits<Zombie<Signed>, StallFinding>`, `Zombie => Signed` reads
/// `Zombie<Signed>: Permits<Signed, Revival>`, and `Zombie => Closed` holds for every zombie.
macro_rules! permit {
    ($gate:ident Zombie => Closed) => {
        impl<S: InStage> Permits<Closed, $gate> for Zombie<S> {}
    };
    ($gate:ident Zombie => $to:ident) => {
        impl Permits<$to, $gate> for Zombie<$to> {}
    };
    ($gate:ident $from:ident => Zombie) => {
        impl Permits<Zombie<Self>, $gate> for $from {}
    };
    ($gate:ident $from:ident => $to:ident) => {
        impl Permits<$to, $gate> for $from {}
    };
}
law!(emit_markers);
