//! Where the file of the story is: in a folder that is gone at the end, or where it is to be kept.

use std::path::{Path, PathBuf};

use crate::desk::Result;

pub(crate) enum Place {
    Temporary(PathBuf),
    Kept(PathBuf),
}

impl Place {
    pub(crate) fn new(keep: Option<PathBuf>) -> Result<Self> {
        let Some(file) = keep else {
            let folder = std::env::temp_dir().join(format!("project-lifecycle-pipeline-{}", std::process::id()));
            std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            return Ok(Self::Temporary(folder));
        };
        Ok(Self::Kept(std::path::absolute(file)?))
    }

    pub(crate) fn file(&self) -> PathBuf {
        match self {
            Self::Temporary(folder) => folder.join("projects.db"),
            Self::Kept(file) => file.clone(),
        }
    }

    /// The file to be kept, if it is.
    pub(crate) fn kept(&self) -> Option<&Path> {
        match self {
            Self::Temporary(_) => None,
            Self::Kept(file) => Some(file),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Temporary(folder) = self {
            // nobody is left to hear of a failure
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
