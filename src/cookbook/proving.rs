//! Proving: what an auditor asks of a log.
//!
//! # Export the log as lines and verify it
//!
//! A log on disk has one record a line. [`EventLog::lines`](crate::EventLog::lines) shows them as they are stored; nothing is written
//! anew. [`verify`](crate::verify()) follows the chain, and needs neither store nor policy.
//!
//! ```
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! # store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
//!
//! let mut file = Vec::new();
//! store.lines(0, usize::MAX, &mut |line| {
//!     file.extend_from_slice(line);
//!     file.push(b'\n'); // each line ends so, the last one too
//! })?;
//!
//! let Verdict::SelfConsistent { head } = verify(file.as_slice())? else { panic!("every line follows") };
//! assert_eq!(head.size(), 2);
//!
//! // a change in the first line shows at the second, which bears its hash
//! let changed = String::from_utf8(file)?.replacen("officer-17", "officer-18", 1);
//! let verdict = verify(changed.as_bytes())?;
//! assert!(matches!(verdict, Verdict::NotSelfConsistent { .. }));
//! // it goes on behind a line that does not follow, and lists all of them
//! assert_eq!(verdict.faults().iter().map(|bad| bad.line).collect::<Vec<_>>(), [2]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Keep a checkpoint and hold the log to it
//!
//! A chain proves nothing against whoever can write all of it anew. A checkpoint of three lines does, if it is kept out of their
//! reach: with the supervising body, in a mail archive, with a notary.
//!
//! ```
//! use project_lifecycle::audit::Verifier;
//! use project_lifecycle::audit::merkle::Checkpoint;
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//!
//! let kept_elsewhere = store.head()?.checkpoint().to_string();
//! store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
//!
//! // a year later
//! let checkpoint: Checkpoint = kept_elsewhere.parse()?;
//! let mut verifier = Verifier::new().against(checkpoint);
//! store.lines(0, usize::MAX, &mut |line| verifier.follow(line))?;
//! assert!(matches!(verifier.finish(), Verdict::ConsistentWith { .. }));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Prove one record to somebody who sees no other
//!
//! A [`RecordProof`](crate::audit::merkle::RecordProof) shows that one record is in the log of a checkpoint. Whoever gets the
//! record's line and the proof's text needs nothing else, but should compare the checkpoint with one kept elsewhere.
//!
//! ```
//! use project_lifecycle::audit::merkle::RecordProof;
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//!
//! let receipt = store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
//! let record = receipt.record();
//! let proof = store.proof(record.sequence())?.expect("there is such a record");
//! let (line, text) = (record.line().to_vec(), proof.to_string());
//!
//! // at the other end
//! let (record, proof): (Record, RecordProof) = (Record::parse(line)?, text.parse()?);
//! proof.verify(&record)?;
//! assert_eq!(proof.checkpoint, store.head()?.checkpoint());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
