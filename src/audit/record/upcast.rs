//! Reading data of older versions.

use core::fmt;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::canonical;

/// Brings the data of one version of a project's event type to the next version, in memory and after the record was
/// verified: what is stored is never written anew.
///
/// Whoever changes what an event's data are called or mean raises the version of its type and keeps the old shape as
/// `Old`, so a stage or verb that was renamed is read by the name it had, or not at all.
///
/// ```
/// use project_lifecycle::audit::{Upcast, Upcasters};
/// use serde::{Deserialize, Serialize};
///
/// /// Progress was once given in whole per cent.
/// #[derive(Deserialize)]
/// #[serde(deny_unknown_fields)]
/// struct Percent {
///     per_cent: u16,
/// }
///
/// #[derive(Serialize)]
/// struct BasisPoints {
///     done: u16,
/// }
///
/// struct ProgressInPercent;
///
/// impl Upcast for ProgressInPercent {
///     const EVENT: &'static str = "progress_reported";
///     const FROM: u32 = 0;
///     type Old = Percent;
///     type New = BasisPoints;
///
///     fn upcast(old: Percent) -> Result<BasisPoints, String> {
///         Ok(BasisPoints { done: old.per_cent.checked_mul(100).ok_or("that is no share")? })
///     }
/// }
///
/// let upcasters = Upcasters::new().with::<ProgressInPercent>();
/// assert_eq!(upcasters.versions("progress_reported").collect::<Vec<_>>(), [0]);
/// ```
pub trait Upcast {
    /// The event's name, such as `signed`.
    const EVENT: &'static str;
    /// The version it reads; what it gives is of the next one.
    const FROM: u32;
    /// The data of that version. Let them deny unknown fields.
    type Old: DeserializeOwned;
    /// The data of the next version.
    type New: Serialize;

    /// The data, brought to the next version.
    ///
    /// # Errors
    /// In words, what in the old data has no meaning in the next version.
    fn upcast(old: Self::Old) -> Result<Self::New, String>;
}

/// One step: JSON to canonical JSON.
type Step = fn(&str) -> Result<String, String>;

/// What is known of older versions.
#[derive(Clone, Default)]
pub struct Upcasters(BTreeMap<(&'static str, u32), Step>);

impl Upcasters {
    /// The ones that this crate knows itself: none yet, because every event type is in its first version.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// With one more. A later one for the same version takes the place of an earlier one.
    #[must_use]
    pub fn with<U: Upcast>(mut self) -> Self {
        self.0.insert((U::EVENT, U::FROM), step::<U>);
        self
    }

    /// The older versions of an event that can be read, in order.
    pub fn versions(&self, event: &str) -> impl Iterator<Item = u32> {
        self.0.keys().filter(move |(known, _)| *known == event).map(|(_, version)| *version)
    }

    /// The data of a version, brought to `to`; `None` if a step is missing.
    pub(in crate::audit) fn bring(
        &self,
        event: &str,
        from: u32,
        to: u32,
        json: &str,
    ) -> Option<Result<String, String>> {
        let steps = (from..to).map(|version| {
            self.0.iter().find(|((known, at), _)| *known == event && *at == version).map(|(_, step)| *step)
        });
        let steps: Vec<Step> = steps.collect::<Option<_>>()?;
        Some(steps.into_iter().try_fold(json.to_owned(), |json, step| step(&json)))
    }
}

fn step<U: Upcast>(json: &str) -> Result<String, String> {
    let why = |why: String| format!("version {} cannot be brought to the next: {why}", U::FROM);
    let old = serde_json::from_str(json).map_err(|error| why(error.to_string()))?;
    let new = canonical::to_vec(&U::upcast(old).map_err(why)?).map_err(|error| why(error.to_string()))?;
    String::from_utf8(new).map_err(|error| why(error.to_string()))
}

impl fmt::Debug for Upcasters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
