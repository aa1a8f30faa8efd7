//! What a log has of each project, at a glance: a newer edition changes few projects, and only these need to be read.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher, RandomState};

use memchr::memmem::Finder;

use crate::{EventLog, LoadError, ProjectId, Record};

/// A log at a glance, taken in by one pass.
///
/// Of each project it has a hash of what its records say, so it can tell that a ledger says the same. Whatever it cannot tell is
/// left to be read.
#[derive(Debug, Default)]
pub(super) struct Known {
    projects: HashMap<ProjectId, Said>,
    /// The plannings of imported projects, in the order of the log.
    imported: Vec<(ProjectId, u64)>,
    hashes: Hashes,
    marks: Marks,
    /// The projects of which something is in quarantine.
    interrupted: HashSet<ProjectId>,
}

/// What a log has of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Has {
    /// No record.
    Nothing,
    /// What the ledger tells, from the same place and by the same actor.
    Same,
    /// What the ledger tells, from another file or record or by another actor.
    SameFromElsewhere,
    /// Something else, or more, or something that cannot be seen at a glance.
    Other,
    /// Records that are in quarantine: what they said is for a person to bring again.
    InQuarantine,
}

/// Hashes of what records of a project say, one upon the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    /// What they say, without where it was read and who gave it.
    content: u64,
    /// Where it was read and who gave it.
    origin: u64,
    /// Whether some record was not seen through.
    is_obscure: bool,
}

/// Keys of this process, so that no ledger is written to meet a hash.
#[derive(Debug, Default)]
struct Hashes(RandomState);

impl Known {
    /// Looks over a log.
    pub(super) fn of(log: &(impl EventLog + ?Sized)) -> Result<Self, LoadError> {
        let (mut known, mut sequence, mut fault) = (Self::default(), 0, None);
        let quarantine = log.quarantine()?;
        let streams = quarantine.places().filter_map(|place| place.stream);
        known.interrupted = streams.filter_map(|(subject, _)| subject.project()).collect();
        log.lines(0, usize::MAX, &mut |line| {
            sequence += 1;
            if fault.is_none() && quarantine.at(sequence).is_none() {
                fault = known.take(line, sequence).err();
            }
        })?;
        fault.map_or(Ok(known), Err)
    }

    fn take(&mut self, line: &[u8], sequence: u64) -> Result<(), LoadError> {
        let Some(glance) = Glance::of(line, &self.marks) else {
            let record = Record::parse(line).map_err(|why| LoadError::Record { sequence, why })?;
            if let Some(project) = record.subject().project() {
                self.projects.entry(project).or_default().is_obscure = true;
                if record.stream_version() == 1 {
                    self.imported.push((project, sequence));
                }
            }
            return Ok(());
        };
        let Some(project) = glance.project() else { return Ok(()) };
        let said = self.projects.entry(project).or_default();
        if *said == Said::default() && glance.origin.is_some() {
            self.imported.push((project, sequence));
        }
        self.hashes.add(said, &glance);
        Ok(())
    }

    /// What the log has of a project, of which the ledger tells these lines, as a new log would have them.
    pub(super) fn has(&self, project: ProjectId, lines: &[u8]) -> Has {
        if self.interrupted.contains(&project) {
            return Has::InQuarantine;
        }
        let Some(said) = self.projects.get(&project).filter(|said| !said.is_obscure) else {
            return if self.projects.contains_key(&project) { Has::Other } else { Has::Nothing };
        };
        let mut told = Said::default();
        let mut start = 0;
        // no line has a line feed within, and the last one ends in one
        for end in memchr::memchr_iter(b'\n', lines) {
            let Some(glance) = Glance::of(&lines[start..end], &self.marks) else { return Has::Other };
            self.hashes.add(&mut told, &glance);
            start = end + 1;
        }
        match (told.content == said.content, told.origin == said.origin) {
            (true, true) => Has::Same,
            (true, false) => Has::SameFromElsewhere,
            (false, _) => Has::Other,
        }
    }

    /// The plannings of projects that were imported, or may have been, in the order of the log: the project, and the record's
    /// place in the log.
    pub(super) fn imported(&self) -> impl Iterator<Item = (ProjectId, u64)> {
        self.imported.iter().copied()
    }
}

impl Hashes {
    fn add(&self, said: &mut Said, glance: &Glance<'_>) {
        let upon = |before: u64, parts: &[&[u8]]| {
            let mut hasher = self.0.build_hasher();
            hasher.write_u64(before);
            for part in parts {
                hasher.write_usize(part.len());
                hasher.write(part);
            }
            hasher.finish()
        };
        let [file, record] = glance.origin.unwrap_or_default();
        said.content = upon(said.content, &glance.said);
        said.origin = upon(said.origin, &[glance.actor, file, record]);
    }
}

/// A record's line in parts. The line is canonical JSON, in which a quotation mark within a text is escaped: a name with its
/// marks stands nowhere but where it is one.
#[derive(Debug, PartialEq, Eq)]
struct Glance<'a> {
    /// Who gave it, and what it belongs to.
    actor: &'a [u8],
    /// The data, the type and the id, without the file and the record where they were read.
    said: [&'a [u8]; 3],
    /// The file and the record. `None` if they were not read from a ledger.
    origin: Option<[&'a [u8]; 2]>,
    subject: &'a [u8],
}

/// Names of members with their marks, as a canonical line has them, made ready to be found.
#[derive(Debug)]
struct Marks {
    data: Finder<'static>,
    data_end: Finder<'static>,
    id_end: Finder<'static>,
    subject: Finder<'static>,
    provenance: Finder<'static>,
    file: Finder<'static>,
    file_end: Finder<'static>,
    record: Finder<'static>,
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            data: Finder::new(b",\"data\":{"),
            data_end: Finder::new(b"},\"datacontenttype\":"),
            id_end: Finder::new(b",\"predecessorhash\":\""),
            subject: Finder::new(b",\"subject\":\""),
            provenance: Finder::new(b"\"provenance\":{"),
            file: Finder::new(b"\"file\":\""),
            file_end: Finder::new(b"\",\"inferred\":"),
            record: Finder::new(b"\"record\":"),
        }
    }
}

/// Where the first of such marks begins, and where it ends, from some place on.
fn found(mark: &Finder<'_>, line: &[u8], from: usize) -> Option<(usize, usize)> {
    let at = from + mark.find(line.get(from..)?)?;
    Some((at, at + mark.needle().len()))
}

impl<'a> Glance<'a> {
    /// `None` if the line has another form.
    ///
    /// A host's own member of such a name would end the data too soon. Then it is among what is compared, and no ledger tells it.
    fn of(line: &'a [u8], marks: &Marks) -> Option<Self> {
        let (data, _) = found(&marks.data, line, 0)?;
        let (end, behind) = found(&marks.data_end, line, data)?;
        let (id_end, behind) = found(&marks.id_end, line, behind)?;
        let (_, subject) = found(&marks.subject, line, behind)?;
        let length = memchr::memchr(b'"', &line[subject..])?;
        let said = line.get(data..id_end)?;
        let from = found(&marks.provenance, &line[..end], data);
        let (said, origin) = match from {
            None => ([said, b"", b""], None),
            Some((_, from)) => {
                let (_, file) = found(&marks.file, line, from)?;
                let (file_end, from) = found(&marks.file_end, line, file)?;
                let (_, record) = found(&marks.record, line, from)?;
                let digits = line[record..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let parts = [&line[data..file], line.get(file_end..record)?, line.get(record + digits..id_end)?];
                (parts, Some([&line[file..file_end], &line[record..record + digits]]))
            }
        };
        Some(Self { actor: &line[..data], said, origin, subject: &line[subject..subject + length] })
    }

    fn project(&self) -> Option<ProjectId> {
        str::from_utf8(self.subject.strip_prefix(b"project/")?).ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line with data of its own, as canonical JSON has it.
    fn line(actor: &str, data: &str, id: &str, project: &str) -> String {
        format!(
            "{{\"authid\":\"{actor}\",\"authtype\":\"system\",\"data\":{{{data}}},\"datacontenttype\":\"application/json\",\
             \"dataschema\":\"urn:x\",\"id\":\"{id}\",\"predecessorhash\":\"00\",\"recordedtime\":\"t\",\"sequence\":\"1\",\
             \"source\":\"urn:y\",\"specversion\":\"1.0\",\"streamversion\":1,\"subject\":\"project/{project}\",\"time\":\"t\",\
             \"type\":\"lifecycle.project.planned.v1\"}}"
        )
    }

    const PROJECT: &str = "00a6b2c1-fe4a-5e22-9fe0-8d640ea5ab3f";

    fn data(name: &str, file: &str, is_inferred: bool, record: u32) -> String {
        format!(
            "\"profile\":{{\"name\":\"{name}\"}},\"provenance\":{{\"column\":\"c\",\"file\":\"{file}\",\
             \"inferred\":{is_inferred},\"record\":{record},\"unused\":[]}},\"to\":\"planned\""
        )
    }

    /// What a log of these lines has of a project that is told by others.
    fn has(recorded: &[String], told: &[String]) -> Has {
        let mut known = Known::default();
        for (line, sequence) in recorded.iter().zip(2..) {
            known.take(line.as_bytes(), sequence).expect("it is seen through");
        }
        known.has(PROJECT.parse().expect("an id"), (told.join("\n") + "\n").as_bytes())
    }

    #[test]
    fn what_is_told_again_is_seen() {
        let of = |actor: &str, data: &str| line(actor, data, "a", PROJECT);
        let first = of("x", &data("甲", "may.csv", false, 7));
        let one = [first.clone()];
        assert_eq!(has(&one, &one), Has::Same);
        assert_eq!(has(&[], &one), Has::Nothing);
        assert_eq!(
            has(&[line("x", &data("甲", "may.csv", false, 7), "a", &PROJECT.replace("00a6", "00a7"))], &one),
            Has::Nothing
        );
        for elsewhere in [
            of("x", &data("甲", "june.csv", false, 7)),
            of("x", &data("甲", "may.csv", false, 17)),
            of("y", &data("甲", "may.csv", false, 7)),
            of("x", &data("甲", "a \\\"file\\\":\\\"b.csv", false, 7)),
        ] {
            assert_eq!(has(&one, std::slice::from_ref(&elsewhere)), Has::SameFromElsewhere, "{elsewhere}");
        }
        for other in [
            of("x", &data("乙", "may.csv", false, 7)),
            of("x", &data("甲", "may.csv", true, 7)),
            of("x", &data("甲", "may.csv", false, 7).replace("\"c\"", "\"d\"")),
            of("x", &data("甲", "may.csv", false, 7).replace("[]", "[1]")),
            of("x", &data("甲", "may.csv", false, 7).replace("planned", "reserve")),
            of("x", "\"profile\":{\"name\":\"甲\"},\"to\":\"planned\""),
            line("x", &data("甲", "may.csv", false, 7), "b", PROJECT),
            // a name that looks like the place it was read
            of("x", &data("甲\\\",\\\"provenance\\\":{\\\"file\\\":\\\"x\\\"", "may.csv", false, 7)),
        ] {
            assert_eq!(has(&one, std::slice::from_ref(&other)), Has::Other, "{other}");
            assert_eq!(has(&[first.clone(), other.clone()], &one), Has::Other, "more is recorded: {other}");
            assert_eq!(has(&one, &[first.clone(), other.clone()]), Has::Other, "more is told: {other}");
        }
    }

    #[test]
    fn plannings_of_imported_projects_are_listed() {
        let mut known = Known::default();
        let [live, read] = ["\"to\":\"planned\"".to_owned(), data("甲", "may.csv", false, 1)];
        for (n, data) in [(2, &live), (3, &read), (4, &read)] {
            let project = PROJECT.replace("00a6", if n == 2 { "00a5" } else { "00a6" });
            known.take(line("x", data, "a", &project).as_bytes(), n).expect("it is seen through");
        }
        assert_eq!(known.imported().collect::<Vec<_>>(), [(PROJECT.parse().expect("an id"), 3)]);
        let wrong = known.take(b"{\"a\":1}", 5).expect_err("it is no record").to_string();
        assert!(wrong.contains("record 5"), "{wrong}");
    }
}
