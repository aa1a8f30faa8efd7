//! The registered zones: what each is called, and of which class it is.

use super::lists::Lists;
use crate::lifecycle::ZoneClass;
use crate::value::ZoneId;

/// A registered zone in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedZone {
    /// Its id, by which projects name it.
    pub id: ZoneId,
    /// Its name.
    pub name: String,
    /// Its class. `None` before its registration takes effect.
    pub class: Option<ZoneClass>,
}

impl Lists<'_> {
    /// The zones whose registration was known, by their ids, with name and class at the end of the day. A zone that projects
    /// name and nobody registered is not among them.
    #[must_use]
    pub fn zones(&self) -> Vec<ListedZone> {
        let known = self.portfolio.zones.iter().filter_map(|zone| zone.as_known(self.known_at));
        let listed = known.filter_map(|zone| {
            let name = zone.profile_on(self.as_of)?.name().to_owned();
            Some(ListedZone { id: zone.id().clone(), name, class: zone.class_on(self.as_of) })
        });
        let mut zones: Vec<_> = listed.collect();
        zones.sort_unstable_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
        zones
    }
}
