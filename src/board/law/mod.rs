//! The law's diagram: its stages and its moves, as Mermaid, as DOT and as SVG.
//!
//! What it draws comes from the [`Law`] alone, and with another law it is another diagram. Over it can be laid a project's path,
//! or where all projects stand and how long they took.

mod dot;
mod escape;
mod laid;
mod line;
mod mermaid;
mod place;
mod svg;
mod words;

pub use dot::LawDot;
use laid::{Counts, Laid, Path};
pub use mermaid::LawMermaid;
pub use svg::LawSvg;

use super::Imprint;
use crate::Language;
use crate::lifecycle::{Edge, Law, Position, Stage};
use crate::portfolio::{Figures, Listed, Scope, Track};
use crate::value::{Day, ProjectId, Text};

/// The diagram of a law, in a language.
///
/// Its nodes are the law's stages, and its edges are the law's moves; beside them stands where every project begins. A zombie
/// is one stage, and in the SVG has a place for each stage that stalls, as it is revived to that one and no other.
///
/// ```
/// use project_lifecycle::Language;
/// use project_lifecycle::board::LawDiagram;
///
/// let diagram = LawDiagram::new(Language::English);
/// assert!(diagram.mermaid().to_string().contains("    negotiating --> signed: Sign\n"));
/// assert!(diagram.dot().to_string().starts_with("digraph law {\n"));
/// assert!(diagram.svg().to_string().starts_with("<svg "));
/// ```
#[derive(Clone, Debug)]
pub struct LawDiagram<'a> {
    law: &'static Law,
    language: Language,
    laid: Laid<'a>,
}

impl<'a> LawDiagram<'a> {
    /// Of the newest law, with nothing laid over it.
    #[must_use]
    pub const fn new(language: Language) -> Self {
        Self::of(Law::newest(), language)
    }

    /// Of a law, with nothing laid over it.
    #[must_use]
    pub const fn of(law: &'static Law, language: Language) -> Self {
        Self { law, language, laid: Laid::Nothing }
    }

    /// With a project's path laid over it: the steps that stand, the planning first, each with where it led and the day on
    /// which it took effect. Steps and stages have the step's number, a stage also the days that the project was in it, up to
    /// the imprint's day; the closed one has the day of the closing. A step that this law does not have shows at its stage alone.
    #[must_use]
    pub fn with_path(
        mut self,
        project: ProjectId,
        name: &'a Text,
        steps: impl IntoIterator<Item = (Position, Day)>,
        imprint: Imprint<'a>,
    ) -> Self {
        self.laid = Laid::Path(Path::new(project, name, steps, imprint));
        self
    }

    /// With the path of a project's track laid over it, as [`with_path`](Self::with_path) does.
    #[must_use]
    pub fn with_track(self, track: &Track<'a>, imprint: Imprint<'a>) -> Self {
        let steps = track.steps.iter().map(|step| (step.to, step.on));
        self.with_path(track.project.project, track.project.name, steps, imprint)
    }

    /// With the portfolio laid over it: how many of these projects are in each stage, and by a scope's figures the median of
    /// the days spent in it, and along which move the first visit to a stage ended. A number that the figures do not have is
    /// left out.
    #[must_use]
    pub fn with_counts(
        mut self,
        projects: &[Listed<'_>],
        figures: &'a Figures,
        scope: &'a Scope,
        imprint: Imprint<'a>,
    ) -> Self {
        self.laid = Laid::Counts(Counts::new(projects, figures, scope, imprint));
        self
    }

    /// As a Mermaid state diagram. Stages have their codes for ids.
    #[must_use]
    pub const fn mermaid(&self) -> LawMermaid<'_> {
        LawMermaid(self)
    }

    /// As a graph in DOT, the language of Graphviz. Stages have their codes for names.
    #[must_use]
    pub const fn dot(&self) -> LawDot<'_> {
        LawDot(self)
    }

    /// As a picture. Its ids tell law, language, and the project or scope of what is laid over it: pictures that differ in one of
    /// these stand on one page.
    #[must_use]
    pub const fn svg(&self) -> LawSvg<'_> {
        LawSvg(self)
    }

    /// The stages that the law knows, in order.
    fn stages(&self) -> impl Iterator<Item = Stage> {
        let edges = self.law.edges();
        Stage::ALL.into_iter().filter(|stage| edges.iter().any(|edge| edge.from == *stage || edge.to == *stage))
    }

    /// The stages that stall.
    fn stalls(&self) -> impl Iterator<Item = Stage> {
        self.law.positions().filter_map(Position::stalled_at)
    }

    /// Whether nothing leads on from a stage.
    fn is_end(&self, stage: Stage) -> bool {
        is_end(self.law, stage)
    }

    fn edges(&self) -> &'static [Edge] {
        self.law.edges()
    }
}

/// Whether nothing leads on from a stage.
fn is_end(law: &Law, stage: Stage) -> bool {
    !law.edges().iter().any(|edge| edge.from == stage)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests have a second law: each diagram has that law's moves, and no other.
    #[test]
    fn another_law_is_another_diagram() {
        let laws: Vec<_> = (1..).map_while(Law::of).collect();
        assert_eq!(laws.len(), 2);
        for law in laws {
            for language in Language::ALL {
                let diagram = LawDiagram::of(law, language);
                let (mermaid, dot, svg) =
                    (diagram.mermaid().to_string(), diagram.dot().to_string(), diagram.svg().to_string());
                for from in Stage::ALL {
                    for to in Stage::ALL {
                        let edge = law.edges().iter().find(|edge| (edge.from, edge.to) == (from, to));
                        let verb = edge.map_or("", |edge| edge.verb.label(language));
                        let is_there = edge.is_some();
                        assert_eq!(mermaid.contains(&format!("    {from} --> {to}: {verb}")), is_there, "{from} {to}");
                        assert_eq!(
                            dot.contains(&format!("  {from} -> {to} [label=\"{verb}\"")),
                            is_there,
                            "{from} {to}"
                        );
                        let ends = format!("data-from=\"{from}\" data-to=\"{to}\"");
                        assert_eq!(svg.matches(&ends).count(), usize::from(is_there), "{from} {to}");
                    }
                }
            }
        }
    }
}
