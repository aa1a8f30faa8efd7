//! A project that moves to another zone.

use serde::Serialize;

use super::amendment::Amended;
use super::{Asked, Fact, Ground, Kind, Stood};
use crate::evidence::Attachment;
use crate::lifecycle::Item;
use crate::project::CurrentState;
use crate::reason::{Reason, StepDate};
use crate::value::{Day, Text, ZoneId, input};

/// A relocation to another zone before the start (异地流转). It is one project before and after, and keeps its id, its stage and
/// its history.
///
/// Relocations follow one another in the order of their dates, each from the zone into which the one before led.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Relocated {
    /// The contract of both zones and the investor, with its day.
    pub contract: Attachment,
    /// The zone that it leaves: the one that hosts it.
    pub from_zone: ZoneId,
    /// The paper by which the new zone takes it, with its day.
    pub host_acceptance: Attachment,
    /// How the zones share output and taxes, if they agreed on that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_terms: Option<Text>,
    /// The zone that hosts it from now on.
    pub to_zone: ZoneId,
}

input!(Relocated { needed contract, needed from_zone, needed host_acceptance, optional share_terms, needed to_zone });

impl Kind for Relocated {
    const BEFORE: &'static [&'static str] = &[];

    /// The zone is a member of the profile, which nothing else changes.
    type Kept = Amended;

    /// `None`: it names the zone before by itself.
    fn before(&self, _kept: &Amended, _current: &CurrentState) -> Option<Stood> {
        None
    }

    fn contradicts(&self, kept: &Amended, _current: &CurrentState) -> Option<Reason> {
        let present = kept.profile.zone();
        let (zone, present) = (self.from_zone.clone(), present.clone());
        (zone != present).then_some(Reason::NotInZone { zone, present })
    }

    /// Both may be told of one relocation, but one is enough to refuse it.
    fn contradicts_on(&self, kept: &Amended, current: &CurrentState, on: Day) -> Option<Reason> {
        let last = kept.zone.date().filter(|last| on < last.on);
        let is_early = last.map(|StepDate { on, version }| Reason::AlreadyRelocated { version, on });
        self.contradicts(kept, current).or(is_early)
    }

    fn ground(&self) -> Option<Ground> {
        Some(Ground::NotStarted)
    }

    fn guard(&self, _kept: &Amended, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        if self.to_zone == self.from_zone {
            reasons.push(Reason::AlreadyInZone { zone: self.to_zone.clone() });
        }
        asked.guard_paper(Item::HostAcceptance, &self.host_acceptance, reasons);
        asked.guard_paper(Item::RelocationContract, &self.contract, reasons);
    }

    fn keep(&self, kept: &mut Amended, version: u64, on: Day) {
        kept.zone.keep(version, on, self.to_zone.clone());
        kept.settle();
    }

    /// The next relocation, which leaves the zone into which this one led.
    fn bears(&self, kept: &Amended, version: u64) -> Option<StepDate> {
        kept.zone.next(version)
    }

    fn forget(&self, kept: &mut Amended, version: u64, on: Day) {
        kept.zone.forget(version, on);
        kept.settle();
    }

    fn show(&self, _before: Option<&Fact>, on: Day, current: &mut CurrentState) -> bool {
        let stands = current.note(on);
        if stands {
            current.zone = self.to_zone.clone();
        }
        stands
    }

    fn settle(&self, kept: &Amended, current: &mut CurrentState) {
        current.zone = kept.profile.zone().clone();
    }
}
