//! The place of each project by its id. The id itself stands in the project, so that a place costs little more than its four
//! bytes.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::life::Life;
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
    pub(super) fn of(lives: &[Life]) -> Self {
        let mut index = Self { places: HashTable::with_capacity(lives.len()), keys: DefaultHashBuilder::default() };
        for at in 0..lives.len() as u32 {
            index.insert(at, lives);
        }
        index
    }

    /// Where a project is. `None` if it is none of these.
    pub(super) fn find(&self, project: ProjectId, lives: &[Life]) -> Option<u32> {
        self.places.find(self.keys.hash_one(project), |at| lives[*at as usize].id == project).copied()
    }

    /// Takes in the place of a project that has none yet.
    pub(super) fn insert(&mut self, at: u32, lives: &[Life]) {
        let hash = |at: &u32| self.keys.hash_one(lives[*at as usize].id);
        self.places.insert_unique(hash(&at), at, hash);
    }

    /// How many bytes it has room for.
    pub(super) fn bytes(&self) -> usize {
        self.places.allocation_size()
    }
}
