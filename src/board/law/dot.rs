//! The law as a graph in DOT.

use core::fmt;

use super::LawDiagram;
use super::escape::As;
use super::words::{Numbers, OfAll, Told};
use crate::lifecycle::{Direction, Position, Verb};

/// A [`LawDiagram`] as a graph in DOT.
#[derive(Clone, Copy, Debug)]
pub struct LawDot<'a>(pub(super) &'a LawDiagram<'a>);

impl fmt::Display for LawDot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(diagram) = self;
        let language = diagram.language;
        let font = "fontname=\"Noto Sans CJK SC,Microsoft YaHei,sans-serif\"";
        f.write_str("digraph law {\n")?;
        write!(f, "  graph [rankdir=LR, labelloc=t, labeljust=l, {font}, label=\"")?;
        write!(f, "{}\\l{}\\l", As::dot(diagram.heading()), As::dot(diagram.meaning()))?;
        if let Some(imprint) = diagram.laid.imprint() {
            write!(f, "{}\\l", As::dot(format_args!("{:#}", imprint.told_in(language))))?;
        }
        f.write_str("\"]\n")?;
        writeln!(f, "  node [shape=box, style=rounded, {font}]\n  edge [fontsize=11, {font}]")?;
        writeln!(f, "  start [shape=point, width=0.15, label=\"\"]")?;
        let (path, counts) = (diagram.laid.path(), diagram.laid.counts());
        for stage in diagram.stages() {
            write!(f, "  {stage} [label=\"{}", As::dot(stage.label(language)))?;
            for note in diagram.notes(stage) {
                write!(f, "\\n{}", As::dot(Told(note, language)))?;
            }
            f.write_str("\"")?;
            // an end has a double line
            if diagram.is_end(stage) {
                f.write_str(", peripheries=2")?;
            }
            if path.is_some_and(|path| path.visits(stage).next().is_some()) {
                f.write_str(", penwidth=3")?;
            }
            f.write_str("]\n")?;
        }
        writeln!(f, "  start -> {}", Position::START)?;
        for edge in diagram.edges() {
            write!(f, "  {} -> {} [label=\"", edge.from, edge.to)?;
            let steps = path.map(|path| path.steps(*edge)).filter(|steps| steps.clone().next().is_some());
            if let Some(steps) = steps.clone() {
                write!(f, "{} · ", Numbers(steps))?;
            }
            As::dot(edge.verb.label(language)).fmt(f)?;
            if let Some(figure) = counts.and_then(|counts| counts.conversion(*edge)) {
                write!(f, "\\n{}", OfAll(figure))?;
            }
            writeln!(f, "\"{}{}]", look(edge.verb), if steps.is_some() { ", penwidth=3, color=black" } else { "" })?;
        }
        f.write_str("}\n")
    }
}

/// How the moves of a verb are drawn: those that lead on make the line, and each other kind has lines of its own.
const fn look(verb: Verb) -> &'static str {
    match verb.direction() {
        Direction::Forward => ", weight=8",
        Direction::Back => ", style=dashed, constraint=false",
        Direction::Aside => ", style=dotted",
        Direction::Out => ", color=gray40, fontcolor=gray40",
    }
}
