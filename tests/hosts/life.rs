//! What the hosts have in common: a short life in a store, and what the store says of it.

use std::error::Error;
use std::path::{Path, PathBuf};

use project_lifecycle::audit::{Batch, Verifier};
use project_lifecycle::prelude::*;
use project_lifecycle::store::ProjectQuery;
use project_lifecycle::testing::{Walk, sample};
use project_lifecycle::value::DigestAlgorithm;

/// A project as the list has it: id, version, stage and name.
pub type Listed = (String, i64, String, String);

/// A new folder, and the file in it.
pub fn file(host: &str) -> Result<PathBuf, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("project-lifecycle-{host}-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    Ok(folder.join("city.db"))
}

/// The store of a new file, with a project that is planned and one that is in the reserve. The store makes the file: one that
/// has tables of somebody else already, it does not open.
pub fn begin(path: &Path) -> Result<(SqliteStore, [Walk; 2]), Box<dyn Error>> {
    let mut store = SqliteStore::open_or_create(path, sample::source())?;
    let mut walks = [Walk::plan(1), Walk::plan(2)];
    walks[1].go(Verb::Admit);
    store.open_log(DigestAlgorithm::default(), &sample::actor(), walks[0].context().at())?;
    for walk in &walks {
        let requests: Vec<AppendRequest> = walk.project.events().iter().map(AppendRequest::from).collect();
        store.append_batch(&requests, Batch::Whole, walk.context().at())?.into_iter().collect::<Result<Vec<_>, _>>()?;
    }
    Ok((store, walks))
}

/// What the store lists.
pub fn listed(store: &SqliteStore) -> Result<Vec<Listed>, StoreError> {
    let of = |state: project_lifecycle::project::CurrentState| {
        let version = i64::try_from(state.version).expect("a project has few events");
        (state.project.to_string(), version, state.position.stage().code().into(), state.name.as_str().into())
    };
    Ok(store.projects(&ProjectQuery::all())?.projects.into_iter().map(of).collect())
}

/// The file opens again with what the host put beside the log, and the log is whole. Then it is taken away.
pub fn end(store: SqliteStore, path: &Path) -> Result<(), Box<dyn Error>> {
    drop(store);
    let store = SqliteStore::open_or_create(path, sample::source())?;
    let verdict = store.verify(Verifier::new())?.finish().lines;
    assert!(matches!(verdict, Verdict::SelfConsistent { .. }), "{verdict}");
    drop(store);
    Ok(std::fs::remove_dir_all(path.parent().expect("it was made"))?)
}
