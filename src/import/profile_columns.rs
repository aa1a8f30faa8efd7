//! Which columns tell more of a project's profile than its name and zone.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::MappingError;
use super::amount::AmountColumn;
use super::fold;
use super::word::{Named, Word, is_trimmed};
use crate::lifecycle::{ProjectCategory, ProjectKind};
use crate::value::Edition;

/// The optional columns of the profile, as the mapping's `[profile]` has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ProfileColumns {
    pub(super) category: Option<WordColumn<ProjectCategory>>,
    pub(super) industry: Option<IndustryColumn>,
    pub(super) investor: Option<String>,
    pub(super) kind: Option<WordColumn<ProjectKind>>,
    pub(super) total_investment: Option<AmountColumn>,
}

/// A column of industry codes, and the edition that they are taken from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndustryColumn {
    pub(super) column: String,
    pub(super) edition: Edition,
}

/// A column of words of a vocabulary, and what other words of the ledger mean.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordColumn<T> {
    pub(super) column: String,
    #[serde(default = "BTreeMap::new", bound(deserialize = "T: Word"))]
    pub(super) synonyms: BTreeMap<String, Named<T>>,
}

impl<T: Word> WordColumn<T> {
    /// What a cell means: a code, a label or a synonym.
    pub(super) fn read(&self, cell: &str) -> Option<T> {
        let as_written = T::read(cell).ok().or_else(|| self.synonyms.get(cell).map(|member| member.0));
        as_written.or_else(|| {
            let folded = fold::id(cell);
            let is_meant = |word: &str| fold::id(word) == folded;
            let synonym = self.synonyms.iter().find(|(word, _)| is_meant(word)).map(|(_, member)| member.0);
            T::read(&folded).ok().or(synonym)
        })
    }

    /// A synonym must be met in trimmed cells, and add a word, not bend one.
    fn check(&self) -> Result<(), MappingError> {
        for (word, meant) in &self.synonyms {
            if !is_trimmed(word) {
                return Err(MappingError::Synonym { found: word.clone() });
            }
            if T::read(word).is_ok_and(|member| member != meant.0) {
                return Err(MappingError::SynonymTaken { word: word.clone() });
            }
        }
        Ok(())
    }
}

impl ProfileColumns {
    /// The names of the columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        let Self { category, industry, investor, kind, total_investment } = self;
        let category = category.as_ref().map(|words| &words.column);
        let industry = industry.as_ref().map(|codes| &codes.column);
        let kind = kind.as_ref().map(|words| &words.column);
        let amount = total_investment.as_ref().map(|amounts| &amounts.column);
        [amount, category, kind, industry, investor.as_ref()].into_iter().flatten()
    }

    pub(super) fn check(&self) -> Result<(), MappingError> {
        if let Some(word) = self.total_investment.as_ref().and_then(AmountColumn::odd_word) {
            return Err(MappingError::Synonym { found: word.clone() });
        }
        self.category.as_ref().map_or(Ok(()), WordColumn::check)?;
        self.kind.as_ref().map_or(Ok(()), WordColumn::check)
    }
}
