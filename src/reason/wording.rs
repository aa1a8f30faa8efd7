//! In which language something is said, and what authorities are called there.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lifecycle::{Duty, Item, Provider};
use crate::value::ShortText;
use crate::vocabulary::Language;

/// What an authority or a role is called.
///
/// ```
/// use project_lifecycle::reason::Name;
///
/// let name = Name { en: "the project secretary".parse()?, zh: "项目秘书".parse()? };
/// // neither is blank, and neither has more than 256 bytes
/// assert!(serde_json::from_str::<Name>(r#"{"en": "the project secretary", "zh": " "}"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// In English, with its article, as a sentence needs it.
    pub en: ShortText,
    /// In Chinese.
    pub zh: ShortText,
}

/// What a city calls its authorities and roles. Who is not named has the label of [`Provider`].
///
/// A name that is the label is none, so two lists by which the same is said are equal.
///
/// ```
/// use project_lifecycle::Language;
/// use project_lifecycle::lifecycle::{Item, Provider};
/// use project_lifecycle::reason::{Name, Names};
///
/// let name = Name { en: "the project secretary".parse()?, zh: "项目秘书".parse()? };
/// let names: Names = [(Provider::Officer, name)].into_iter().collect();
/// assert_eq!(names.of(Provider::Officer, Language::Chinese), "项目秘书");
/// assert_eq!(names.of(Provider::Environment, Language::Chinese), "环保部门");
/// assert_eq!(names.provider(Item::OperationBasis, Language::Chinese), "统计部门或项目秘书");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<Provider, Name>);

/// The labels of the vocabulary.
static LABELS: Names = Names(BTreeMap::new());

impl Names {
    /// What an authority or a role is called.
    #[must_use]
    pub fn of(&self, provider: Provider, language: Language) -> &str {
        match (self.0.get(&provider), language) {
            (None, _) => provider.label(language),
            (Some(name), Language::English) => name.en.as_str(),
            (Some(name), Language::Chinese) => name.zh.as_str(),
        }
    }

    /// Who provides an item.
    #[must_use]
    pub fn provider(&self, item: Item, language: Language) -> String {
        let called: Vec<_> = item.providers().iter().map(|provider| self.of(*provider, language)).collect();
        called.join(language.pick(" or ", "或"))
    }

    /// Whether everybody has the label of the vocabulary.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The officer as the name of a place in a form. `None` if a label says it.
    pub(super) fn officer(&self, language: Language) -> Option<&str> {
        self.0.contains_key(&Provider::Officer).then(|| self.duty(Duty::Officer, language))
    }

    /// What a duty is called, without an article.
    pub(super) fn duty(&self, duty: Duty, language: Language) -> &str {
        if duty == Duty::Officer && self.0.contains_key(&Provider::Officer) {
            let called = self.of(Provider::Officer, language);
            ["the ", "a ", "an "].iter().find_map(|article| called.strip_prefix(article)).unwrap_or(called)
        } else {
            duty.label(language)
        }
    }
}

impl FromIterator<(Provider, Name)> for Names {
    /// Of two names of one the last stands.
    fn from_iter<I: IntoIterator<Item = (Provider, Name)>>(names: I) -> Self {
        let mut kept = BTreeMap::new();
        for (provider, name) in names {
            let labels = Language::ALL.map(|language| provider.label(language));
            if [name.en.as_str(), name.zh.as_str()] == labels {
                kept.remove(&provider);
            } else {
                kept.insert(provider, name);
            }
        }
        Self(kept)
    }
}

impl Serialize for Names {
    /// An object of codes, each with `{"en", "zh"}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(BTreeMap::<Provider, Name>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// A language, and what authorities are called in it.
///
/// A [`Language`] alone becomes one with the labels of [`Provider`]. [`Policy::wording`](crate::Policy::wording) has the
/// names of a policy; a [`Refusal`](crate::Refusal) and an [`Explanation`](crate::project::Explanation) know those of the
/// policy that decided.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The language.
    pub language: Language,
    /// What authorities and roles are called.
    pub names: &'a Names,
}

impl From<Language> for Wording<'_> {
    fn from(language: Language) -> Self {
        Self { language, names: &LABELS }
    }
}
