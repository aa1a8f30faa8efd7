//! Stages, derived from the rows.

use super::rows::law;
use super::{Law, Library, Section};
use crate::vocabulary::vocabulary;

macro_rules! emit_stage {
    (stages { $($stage:tt)+ } verbs { $($verb:tt)+ }) => {
        vocabulary! {
            /// Where a project stands: the plan's nine stages and one terminal.
            ///
            /// Ordered as a project walks them. Being paused, overdue or counted is *not* a stage.
            ///
            /// ```
            /// use project_lifecycle::Stage;
            ///
            /// assert!(Stage::Negotiating.can_become(Stage::Signed));
            /// assert!(!Stage::Planned.can_become(Stage::Signed));
            /// assert_eq!("started".parse::<Stage>().unwrap(), Stage::Started);
            /// ```
            Stage as "stage" { $($stage)+ }
        }
    };
}
law!(emit_stage);

impl Stage {
    /// The plan's nine stages: all but the terminal [`Stage::Closed`].
    pub const NINE: [Self; 9] = {
        let mut nine = [Self::Planned; 9];
        let mut i = 0;
        while i < nine.len() {
            nine[i] = Self::ALL[i];
            i += 1;
        }
        nine
    };

    /// Whether some verb of the newest law leads from this stage to `to`. No context is needed, which suits plain tests.
    ///
    /// For a zombie this says what *some* zombie may become; a given one returns only to where it stalled
    /// ([`Position::after`](super::Position::after)).
    #[must_use]
    pub const fn can_become(self, to: Self) -> bool {
        Law::newest().leads(self, to)
    }

    /// The stages that some verb reaches from here, in order.
    pub fn reachable(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |to| self.can_become(*to))
    }

    /// Whether this is the terminal.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        Law::newest().is_end(self)
    }

    /// The project library that lists a project of this stage (plan paragraph 7). `None` if none does.
    ///
    /// A zombie stays in the library of the stage it stalled in: ask [`Position::library`](super::Position::library).
    #[must_use]
    pub const fn library(self) -> Option<Library> {
        match self {
            Self::Reserve => Some(Library::PlanningReserve),
            Self::Negotiating => Some(Library::Promotion(Section::Negotiating)),
            Self::Signed => Some(Library::Promotion(Section::Signed)),
            Self::Registered | Self::Started => Some(Library::Promotion(Section::Landed)),
            Self::Planned | Self::Producing | Self::Operating | Self::Zombie | Self::Closed => None,
        }
    }
}
