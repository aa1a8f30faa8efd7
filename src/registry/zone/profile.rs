//! What a zone is, what of it changes, and the zombies that are counted in it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::lifecycle::{ZombieKind, ZoneClass};
use crate::value::{Day, IndustryCode, ProjectId, RegionCode, Text};

/// What a development zone is. It lies in at least one district; a list has everything once.
///
/// Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ZoneProfile {
    pub(super) class: ZoneClass,
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(super) hosts: BTreeSet<RegionCode>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(super) leading: BTreeSet<IndustryCode>,
    pub(super) name: Text,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(super) special: BTreeSet<IndustryCode>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(super) theme_parks: BTreeSet<Text>,
}

impl ZoneProfile {
    /// A zone of a class in a district.
    #[must_use]
    pub fn new(name: Text, class: ZoneClass, host: RegionCode) -> Self {
        Self {
            class,
            hosts: [host].into(),
            leading: BTreeSet::new(),
            name,
            special: BTreeSet::new(),
            theme_parks: BTreeSet::new(),
        }
    }

    /// In another district, too.
    #[must_use]
    pub fn also_in(mut self, host: RegionCode) -> Self {
        self.hosts.insert(host);
        self
    }

    /// With a leading industry (主导产业).
    #[must_use]
    pub fn leading_in(mut self, industry: IndustryCode) -> Self {
        self.leading.insert(industry);
        self
    }

    /// With a special industry (特色产业).
    #[must_use]
    pub fn special_in(mut self, industry: IndustryCode) -> Self {
        self.special.insert(industry);
        self
    }

    /// With a theme park (主题产业园区), by its name.
    #[must_use]
    pub fn with_theme_park(mut self, name: Text) -> Self {
        self.theme_parks.insert(name);
        self
    }

    /// Its class.
    #[must_use]
    pub const fn class(&self) -> ZoneClass {
        self.class
    }

    /// The districts in which it lies.
    #[must_use]
    pub const fn hosts(&self) -> &BTreeSet<RegionCode> {
        &self.hosts
    }

    /// Its leading industries.
    #[must_use]
    pub const fn leading(&self) -> &BTreeSet<IndustryCode> {
        &self.leading
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Its special industries.
    #[must_use]
    pub const fn special(&self) -> &BTreeSet<IndustryCode> {
        &self.special
    }

    /// The names of its theme parks.
    #[must_use]
    pub const fn theme_parks(&self) -> &BTreeSet<Text> {
        &self.theme_parks
    }

    /// The members that an amendment gives, as they are here.
    pub(super) fn told_of(&self, given: &ZoneAmendment) -> ZoneAmendment {
        let ZoneAmendment { hosts, leading, name, special, theme_parks } = given;
        ZoneAmendment {
            hosts: hosts.as_ref().map(|_| self.hosts.clone()),
            leading: leading.as_ref().map(|_| self.leading.clone()),
            name: name.as_ref().map(|_| self.name.clone()),
            special: special.as_ref().map(|_| self.special.clone()),
            theme_parks: theme_parks.as_ref().map(|_| self.theme_parks.clone()),
        }
    }

    /// Takes what an amendment gives.
    pub(super) fn amend(&mut self, given: &ZoneAmendment) {
        fn take<T: Clone>(member: &mut T, given: Option<&T>) {
            if let Some(given) = given {
                *member = given.clone();
            }
        }
        let ZoneAmendment { hosts, leading, name, special, theme_parks } = given;
        take(&mut self.hosts, hosts.as_ref());
        take(&mut self.leading, leading.as_ref());
        take(&mut self.name, name.as_ref());
        take(&mut self.special, special.as_ref());
        take(&mut self.theme_parks, theme_parks.as_ref());
    }
}

/// The members of a zone's profile that change; the others stay as they are. A list that is given takes the place of the
/// whole list, and may be empty, but for the districts. The class changes by
/// [`ChangeClass`](super::ZoneCommand::ChangeClass).
///
/// Members stand in the order of their canonical form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ZoneAmendment {
    /// The districts in which it lies, at least one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub hosts: Option<BTreeSet<RegionCode>>,
    /// Its leading industries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leading: Option<BTreeSet<IndustryCode>>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Its special industries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special: Option<BTreeSet<IndustryCode>>,
    /// The names of its theme parks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme_parks: Option<BTreeSet<Text>>,
}

impl ZoneAmendment {
    /// Which members it gives.
    pub(super) const fn given(&self) -> [bool; 5] {
        let Self { hosts, leading, name, special, theme_parks } = self;
        [hosts.is_some(), leading.is_some(), name.is_some(), special.is_some(), theme_parks.is_some()]
    }
}

/// The zombies of a kind that a zone has to dispose of (僵尸底数), frozen as of a day. It may have none.
///
/// Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ZombieBaseline {
    /// The day as of which they are counted. It may lie before the registration of the zone.
    pub day: Day,
    /// What they are zombies of.
    pub kind: ZombieKind,
    /// The projects that count.
    pub members: BTreeSet<ProjectId>,
}
