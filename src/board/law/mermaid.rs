//! The law as a Mermaid state diagram.

use core::fmt;

use super::LawDiagram;
use super::escape::As;
use super::words::{Numbers, OfAll, Told};
use crate::lifecycle::Position;

/// A [`LawDiagram`] as a Mermaid state diagram.
#[derive(Clone, Copy, Debug)]
pub struct LawMermaid<'a>(pub(super) &'a LawDiagram<'a>);

impl fmt::Display for LawMermaid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(diagram) = self;
        let language = diagram.language;
        // what comes from outside stands in the head alone, where nothing of it becomes Mermaid
        if let Some(imprint) = diagram.laid.imprint() {
            let imprint = format_args!("{:#}", imprint.told_in(language));
            let (heading, imprint) = (As::yaml(diagram.heading()), As::yaml(imprint));
            writeln!(f, "---\ntitle: \"{heading}{}{imprint}\"\n---", language.pick("   ", "　"))?;
        }
        f.write_str("stateDiagram-v2\n")?;
        writeln!(f, "    accTitle: {}\n    accDescr: {}", diagram.kind(), diagram.meaning())?;
        for stage in diagram.stages() {
            write!(f, "    state \"{}", stage.label(language))?;
            for note in diagram.notes(stage) {
                write!(f, "<br/>{}", Told(note, language))?;
            }
            writeln!(f, "\" as {stage}")?;
        }
        writeln!(f, "    [*] --> {}", Position::START)?;
        let (path, counts) = (diagram.laid.path(), diagram.laid.counts());
        for edge in diagram.edges() {
            write!(f, "    {} --> {}: ", edge.from, edge.to)?;
            if let Some(path) = path.filter(|path| path.steps(*edge).next().is_some()) {
                write!(f, "{} · ", Numbers(path.steps(*edge)))?;
            }
            f.write_str(edge.verb.label(language))?;
            match counts.and_then(|counts| counts.conversion(*edge)) {
                Some(figure) => writeln!(f, "<br/>{}", OfAll(figure))?,
                None => f.write_str("\n")?,
            }
        }
        for end in diagram.stages().filter(|stage| diagram.is_end(*stage)) {
            writeln!(f, "    {end} --> [*]")?;
        }
        let Some(path) = path else { return Ok(()) };
        f.write_str("    classDef walked stroke-width:4px,font-weight:bold\n")?;
        for stage in diagram.stages().filter(|stage| path.visits(*stage).next().is_some()) {
            writeln!(f, "    class {stage} walked")?;
        }
        Ok(())
    }
}
