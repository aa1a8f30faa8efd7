//! The place of each project by its id. The ids stand in a table of their own, so that a place costs little more than its four
//! bytes.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::value::ProjectId;

/// The places of projects among all.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    places: HashTable<u32>,
    /// With a seed of its own, for ids are minted by others.
    keys: DefaultHashBuilder,
}

impl Index {
    /// The places of all projects.
    pub(super) fn of(ids: &[ProjectId]) -> Self {
        let mut index = Self { places: HashTable::with_capacity(ids.len()), keys: DefaultHashBuilder::default() };
        for at in 0..ids.len() as u32 {
            index.insert(at, ids);
        }
        index
    }

    /// Where a project is. `None` if it is none of these.
    pub(super) fn find(&self, project: ProjectId, ids: &[ProjectId]) -> Option<u32> {
        self.places.find(self.keys.hash_one(project), |at| ids[*at as usize] == project).copied()
    }

    /// Takes in the place of a project that has none yet.
    pub(super) fn insert(&mut self, at: u32, ids: &[ProjectId]) {
        let hash = |at: &u32| self.keys.hash_one(ids[*at as usize]);
        self.places.insert_unique(hash(&at), at, hash);
    }

    /// How many bytes it has room for.
    pub(super) fn bytes(&self) -> usize {
        self.places.allocation_size()
    }
}
