//! The audit trail: every accepted step as a sealed record that anyone can verify.
//!
//! A record is one CloudEvents 1.0 JSON event in [canonical form](crate::canonical). Its bytes are what is hashed and
//! what is stored; they are never written anew from what was read. In a file each record is one line that ends in
//! `\n`. Without it a line has at most 65,535 bytes ([`RECORD_LIMIT`]), as many as a C2SP tile entry can have.
//!
//! # Attributes
//!
//! | attribute | value |
//! |---|---|
//! | `specversion` | `1.0` |
//! | `id` | the command's UUID; its event bears it |
//! | `source` | the URI of the log, without `+`; the scope of `sequence` |
//! | `type` | `lifecycle.<kind>.<event>.v<N>` |
//! | `subject` | `<kind>/<uuid>`, the stream |
//! | `time` | when the command was given; 27 characters, microseconds, `Z` |
//! | `recordedtime` | when it was appended: the host's `now`, or the log's last if that is later, by at most 24 hours |
//! | `sequence` | the place in the log, from 1, as 19 digits |
//! | `streamversion` | the place in the stream, from 1 |
//! | `correlationid`, `causationid` | omitted when absent |
//! | `authtype`, `authid` | who acted: one of seven kinds, and an opaque id |
//! | `predecessorhash` | the leaf of the line before, in hexadecimal; 64 zeros at first |
//! | `dataschema` | `urn:project-lifecycle:schema:<type>`, the `$id` of a JSON Schema that the feature `schema` writes |
//! | `datacontenttype` | `application/json` |
//! | `data` | what happened |
//!
//! # The chain
//!
//! `leaf(n) = SHA-256(0x00 || line_n)`, where `line_n` is without its `\n`; the next line's `predecessorhash` is that
//! hash. [`verify`] follows the chain. **A chain proves nothing against its own producer**, who can write all of it anew;
//! and the last line, or a cut at a line end, shows only against a checkpoint kept elsewhere. A log on SM3
//! ([`DigestAlgorithm`](crate::value::DigestAlgorithm), feature `sm3`) has that digest wherever SHA-256 stands here.
//!
//! # Checkpoints and proofs
//!
//! The same leaves form one Merkle tree ([`merkle`]). [`LogHead::checkpoint`] is its size and root as three lines of text
//! (C2SP tlog-checkpoint, unsigned; signing is the host's). [`verify_against`] holds a log to one, and tells apart:
//!
//! | [`Verdict`] | what it means |
//! |---|---|
//! | `NotSelfConsistent` | the lines that do not follow, and what is wrong with each: the first 1,000 and how many there are |
//! | `SelfConsistent` | every line follows; who wrote it, and whether it is what was once there, is not known |
//! | `ConsistentWith` | every line follows, and nothing up to the checkpoint was changed since it was kept |
//! | `Contradicts` | every line follows, but this is not the log that the checkpoint tells of |
//!
//! A checkpoint is worth as much as the place where it is kept: out of reach of whoever can write the log. Such places
//! are another organisation's hands (the supervising body gets one with each report), a mail archive, a public
//! repository, a notary or time-stamping service, a witness of the C2SP kind. One a day is 150 bytes. A checkpoint kept
//! beside the log proves nothing.
//!
//! Verifying goes on behind a line that does not follow, so that a bad line hides nothing behind it. It also goes on from a
//! [`LogHead`] that was kept, whose text has the peaks of the tree beside its checkpoint: then the time that it takes is that of
//! what is new, and what stood before is as good as the place where the head was kept.
//!
//! A [`RecordProof`](merkle::RecordProof) (C2SP tlog-proof) shows that one record is in the log of a checkpoint to somebody who may see that
//! record alone. A store gives it by the leaves that it keeps ([`EventLog::proof`]); [`Verifier::proving`] cuts it while the lines of
//! a log go by.
//!
//! Two things are checked elsewhere. [`Project::replay`](crate::project::Project::replay) checks that stream versions
//! and moves are lawful; a store checks that ids are unique in its log.
//!
//! # Versions
//!
//! A record names the version of its type, the law that decided and, in the log's first record, the format. An unknown
//! one is an error that names what is stored and what is known ([`RecordError`]). Data of an older version are brought
//! to the present one after verification and in memory ([`Upcasters`]). Records are for ever: golden files hold what
//! they look like.
//!
//! # Without a store
//!
//! An [`AuditTrail`] holds events to their projects' histories and to the ids of its log, as a store does, seals records and hands each
//! to a [`Sink`]: lines of JSON, a `Vec`, a closure, `tracing` (feature
//! `tracing`).
//!
//! # Types
//!
//! The kinds of subjects are `project`, `zone`, `refusal` and `log` ([`SubjectKind`]). The first record of a log is
//! `lifecycle.log.opened.v1`, whose data are `format`, `law`, `digest` and `by`. `lifecycle.refusal.transition_refused.v1` says
//! that a command was refused ([`TransitionRefused`]): its cause is the command, its data are `command`, `effective_on` if it
//! was stated, `law`, `policy`, `project`, `reasons` and `by`. Of a project:
//!
//! | event | what happened | data beside `effective_on`, `from`, `to`, `law`, `policy`, `by` |
//! |---|---|---|
//! | `planned` | planned | `verb` = `plan`, `profile`; `provenance` when imported |
//! | `admitted` `engaged` `signed` `registered` `started` `commissioned` `operating` `sent_back` `broken_off` `talks_reopened` `terminated` `stalled` `revived` `closed` | a transition | `verb`, `evidence`; when imported `provenance`, and `cause` or `outcome` |
//! | those of [`Fact::EVENT_NAMES`](crate::project::fact::Fact::EVENT_NAMES), such as `officer_assigned` | a fact; `from` = `to` | `before`, `after` |
//! | `corrected` | the last standing transition was voided | `verb` = `void`, `voids_version`, `restores_version` (of the step that stands again, 1 for the planning), `grounds`, `authority` |
//! | `corrected` | what a standing transition rests on was corrected in place; `from` = `to` | `verb` = `correct`, `corrects_version`, `redated_to` (the date that it has from now on), `gate` and `evidence`, or for an imported one `provenance`, `cause`, `outcome`, or for the planning (version 1) `profile`; `grounds`, `authority` |
//! | `corrected` | a standing fact was voided; `from` = `to` | `verb` = `void_fact`, `voids_fact_version`, `grounds`, `authority` |
//! | `corrected` | a standing transition got another date; `from` = `to` | `verb` = `redate`, `redates_version`, `redated_to`, `provenance` if it was given, `grounds`, `authority` |
//!
//! `from` is null at planning. `stalled_at` stands wherever `from` or `to` is `zombie`. `by` (roles, organisation, zone
//! of the actor, as the host asserted them) is omitted when unknown. `host` has the host's own members
//! ([`HostData`](crate::act::HostData)), of a project's events and of a zone's; it is omitted when there are none.
//!
//! Of a zone, whose subject is `zone/` with its [id in the log](crate::value::ZoneId::uuid), data beside `effective_on`,
//! `policy` and `by`:
//!
//! | event | what happened | data |
//! |---|---|---|
//! | `registered` | registered | `before` = null; `after` = `zone` (its id), `class`, `hosts`, `leading`, `name`, `special`, `theme_parks`; empty lists are omitted |
//! | `class_changed` | another class from the effective date on | `before` = `class`; `after` = `class`, `paper` |
//! | `amended` | other members of the profile changed | `after` = the members given; `before` = the same members as they stood on the effective date |
//! | `baseline_frozen` | the zombies of a kind were frozen | `before` = null; `after` = `day`, `kind`, `members` (ids of projects, sorted) |
//! | `corrected` | one of these was voided | `verb` = `void_fact`, `voids_fact_version`, `grounds`, `authority` |
//!
//! Of a project, `after` is the fact, an object such as `{"officer": ..}` or `{"stages": [..]}`. `before` is what stood in its place: the
//! fact of its kind, the pause that a resumption ends, or the commitment that a paper fulfils; null if nothing stood. If its
//! canonical form has more than 1,024 bytes, `before` is `{"version": n}`, the stream version of the latest event that set any
//! of it.

mod append;
mod log;
mod record;
mod store;
mod wire;

pub use append::{
    AppendError, AppendRequest, Batch, BatchError, BatchPlan, Found, FoundBatch, FoundQuarantine, KeptLine, Plan,
    QuarantineError, QuarantinePlan, Receipt, StreamFault, check_now, draft_into, plan_append, plan_batch,
    plan_quarantine, seal_into,
};
#[cfg(feature = "tracing")]
pub use log::TracingSink;
pub use log::merkle;
pub use log::{
    AuditTrail, BadLine, Contradiction, Faults, HeadTextError, JsonLines, LineFault, Lines, LogHead, Quarantine, Sink,
    TrailError, Verdict, Verifier, verify, verify_against,
};
pub(crate) use log::{Piece, each_piece};
pub(crate) use record::Glance;
pub use record::{
    EventType, Record, RecordError, SCHEMA_PREFIX, Subject, SubjectError, SubjectKind, Upcast, Upcasters,
};
pub use store::{
    Attempt, Attempts, EventLog, EventStore, GiveError, Given, LoadError, RecordReader, StoreError, give, give_with,
    load_project, load_zone, only_answer, prove_record,
};
#[cfg(test)]
pub use wire::Sample;
pub use wire::{LogQuarantined, Quarantined, TransitionRefused};

/// The longest record, in bytes, its `\n` not counted: the largest length that a C2SP tile entry can have.
pub const RECORD_LIMIT: usize = 65_535;

/// The version of the log's format, as `lifecycle.log.opened` states it.
pub const FORMAT_VERSION: u32 = 1;
