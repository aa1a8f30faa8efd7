//! What a project's evidence feeds into it: amount, days, promises, investor, company, site.
//!
//! One rule decides: what has the latest effective date stands, and of one date what was recorded last. What an agreement
//! gave counts while its signing stands.

use super::Project;
use super::fact::AgreementAmended;
use super::follow;
use super::standpoint::Standpoint;
use super::state::Course;
use crate::evidence::{Agreed, Agreement, EntityKind, Evidence, Promise, Registration, Revival, SiteKind};
use crate::lifecycle::{Item, Stage};
use crate::reason::StepDate;
use crate::value::{ClientId, Day, IndustryCode, Money, Text, Uscc};

/// The entity that carries a project, as registered and as changed since. An imported registration tells nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Company<'a> {
    /// What kind of entity it is.
    pub kind: Option<EntityKind>,
    /// Its name.
    pub name: Option<&'a Text>,
    /// Its unified social credit code.
    pub code: Option<&'a Uscc>,
    /// Its registered capital.
    pub capital: Option<Money>,
}

/// A member of the profile that says something else than the evidence does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference<'a> {
    /// The total planned investment.
    TotalInvestment {
        /// The profile's. `None` if it has none.
        profile: Option<Money>,
        /// What the agreement says.
        evidence: Money,
        /// The stream version of the event that says so.
        version: u64,
    },
    /// The investor.
    Investor {
        /// The profile's. `None` if it has none.
        profile: Option<&'a ClientId>,
        /// With whom talks were opened, or who came later.
        evidence: &'a ClientId,
        /// The stream version of the event that says so.
        version: u64,
    },
    /// The industry class.
    Industry {
        /// The profile's. `None` if it has none.
        profile: Option<IndustryCode>,
        /// What the dossier says that was reviewed last.
        evidence: IndustryCode,
        /// The stream version of the event that says so.
        version: u64,
    },
}

impl Difference<'_> {
    /// What differs.
    #[must_use]
    pub const fn item(&self) -> Item {
        match self {
            Self::TotalInvestment { .. } => Item::TotalInvestment,
            Self::Investor { .. } => Item::Client,
            Self::Industry { .. } => Item::Industry,
        }
    }

    /// The stream version of the event whose evidence says something else.
    #[must_use]
    pub const fn version(&self) -> u64 {
        match self {
            Self::TotalInvestment { version, .. } | Self::Investor { version, .. } | Self::Industry { version, .. } => {
                *version
            }
        }
    }
}

/// Something given, and the event that gave it.
type Given<T> = (StepDate, T);

/// What stands of that.
pub(crate) fn latest_of<T>(given: impl IntoIterator<Item = Option<Given<T>>>) -> Option<Given<T>> {
    given.into_iter().flatten().max_by_key(|(date, _)| *date)
}

/// Whether a supplementary agreement belongs to a step: it is dated after it, and was not recorded before what ended an
/// earlier agreement.
pub(crate) fn is_of_agreement(agreement: StepDate, step: StepDate, ended: Option<u64>) -> bool {
    agreement > step && ended.is_none_or(|ended| agreement.version > ended)
}

impl Project {
    /// Its total planned investment: of planning, amendments, and the standing signing with its supplementary agreements, what
    /// has the latest date. `None` if nothing names it.
    #[must_use]
    pub fn total_investment(&self) -> Option<Money> {
        // what an agreement named, an amendment changes with paper and grounds only
        let (amended, agreed) = (&self.state.notes.amended, self.agreed_investment());
        let given = if agreed.is_some() { amended.founded_investment() } else { amended.total_investment() };
        let stands = latest_of([given, agreed]);
        stands.map(|(_, total)| total).or(self.profile().total_investment())
    }

    /// Its investor: of planning, amendments, the talks, a revival with a new investor and supplementary agreements, what has the
    /// latest date. The client is released when the talks are broken off or the agreement is terminated. `None` if
    /// nothing names one.
    #[must_use]
    pub fn investor(&self) -> Option<&ClientId> {
        let stands = latest_of([self.state.notes.amended.investor(), self.engaged_investor()]);
        stands.map(|(_, investor)| investor).or(self.profile().investor())
    }

    /// The clients of the present talks: the one with whom they were opened, then those who joined. Empty if there are no
    /// talks; of a signed project they are the clients of the talks that led to the signing.
    pub fn clients(&self) -> impl Iterator<Item = &ClientId> {
        let engaged = self.engaged();
        let released = self.state.course.released;
        let joined = engaged.into_iter().flat_map(move |(opened, _)| self.state.notes.clients.of(opened, released));
        engaged.and_then(|(_, client)| client).into_iter().chain(joined.map(|(_, client)| client))
    }

    /// The days of the standing agreement, as its supplementary agreements changed them. They are no schedule.
    #[must_use]
    pub fn agreed(&self) -> Agreed {
        Agreed { start: self.agreed_start_given().map(|(_, day)| day), production: self.agreed_production_given() }
    }

    /// The day by which it is to start: as the standing agreement and its supplementary agreements say, and after a revival
    /// as its schedule does. `None` if no agreement stands, or if none of them names one, as for an imported signing.
    #[must_use]
    pub fn agreed_start(&self) -> Option<Day> {
        self.agreed_start_on(&self.state.course, Day::MAX)
    }

    /// The same in the course up to a step, with what was agreed by a day.
    pub(super) fn agreed_start_on(&self, course: &Course, day: Day) -> Option<Day> {
        let signed = self.state.date_of(course.signed?)?;
        let agreement = self.agreement_of(course).map(|(date, agreement)| (date, Some(*agreement.agreed_start())));
        let later = self.later(signed, course.ended, day, |later| later.agreed_start.map(Some));
        let revived = self.revival(course.revived).map(|(date, revival)| {
            let start = revival.new_schedule().by(Stage::Started);
            (date, start)
        });
        latest_of([agreement, later, revived]).and_then(|(_, day)| day)
    }

    /// What the government side promised in the standing agreement and its supplementary agreements. Empty if it
    /// promised nothing, or if no agreement stands.
    #[must_use]
    pub fn promises(&self) -> &[Promise] {
        let signed = self.agreement().map(|(date, agreement)| (date, agreement.promises()));
        latest_of([signed, self.amended_agreement(|later| later.promises.as_deref())])
            .map_or(&[], |(_, promises)| promises)
    }

    /// The entity that carries it. `None` if none is registered.
    #[must_use]
    pub fn company(&self) -> Option<Company<'_>> {
        let registered = self.state.date_of(self.state.course.registered?)?;
        let evidence = self.registration();
        let changes = &self.state.notes.company;
        let name = changes.latest(registered, Day::MAX, |change| change.company_name.as_ref());
        let code = changes.latest(registered, Day::MAX, |change| change.company_code.as_ref());
        let capital = changes.latest(registered, Day::MAX, |change| change.registered_capital);
        Some(Company {
            kind: self.entity(),
            name: name.map(|(_, name)| name).or(evidence.map(Registration::company_name)),
            code: code.map(|(_, code)| code).or(evidence.map(Registration::company_code)),
            capital: capital
                .map(|(_, capital)| capital)
                .or(evidence.and_then(Registration::registered_capital).copied()),
        })
    }

    /// Where it is built, if that changed since it was planned. `None` if it did not.
    #[must_use]
    pub fn site(&self) -> Option<&Text> {
        self.state.notes.site.present().map(|change| &change.site)
    }

    /// How its site is held: as the start says, or a change of site. `None` if nothing says so.
    #[must_use]
    pub fn site_kind(&self) -> Option<SiteKind> {
        self.site_kind_on(&self.state.course, Day::MAX)
    }

    /// Whether its end leaves land behind on a day: works began, and it holds the site as land, or how it holds it is unknown.
    pub(super) fn may_leave_land(&self, at: &Standpoint, day: Day) -> bool {
        let has_begun = at.position.footing() >= Stage::Started;
        has_begun && self.site_kind_on(&at.course, day).is_none_or(SiteKind::is_held_land)
    }

    fn site_kind_on(&self, course: &Course, day: Day) -> Option<SiteKind> {
        let started = self.evidence_since(course.started).and_then(|(date, evidence)| {
            let Evidence::Commencement(start) = evidence else { return None };
            Some((date, Some(*start.site_kind())))
        });
        let planning = StepDate { on: self.state.planned_on, version: 1 };
        let changed = self.state.notes.site.latest(planning, day, |change| Some(change.site_kind));
        // another site that does not say how it is held is held one does not know how
        latest_of([started, changed]).and_then(|(_, kind)| kind)
    }

    /// Every member of the profile that says something else than the evidence that stands.
    pub fn differences(&self) -> impl Iterator<Item = Difference<'_>> {
        let (total, investor) = (self.profile().total_investment(), self.profile().investor());
        let industry = self.profile().industry().copied();
        let other_total = self.agreed_investment().filter(|(_, evidence)| total != Some(*evidence));
        let other_investor = self.engaged_investor().filter(|(_, evidence)| investor != Some(*evidence));
        let other_industry = self.reviewed_industry().filter(|(_, evidence)| industry != Some(*evidence));
        let total = other_total.map(|(date, evidence)| Difference::TotalInvestment {
            profile: total,
            evidence,
            version: date.version,
        });
        let investor = other_investor.map(|(date, evidence)| Difference::Investor {
            profile: investor,
            evidence,
            version: date.version,
        });
        let industry = other_industry.map(|(date, evidence)| Difference::Industry {
            profile: industry,
            evidence,
            version: date.version,
        });
        total.into_iter().chain(investor).chain(industry)
    }

    /// The industry class of the dossier that was reviewed last.
    fn reviewed_industry(&self) -> Option<Given<IndustryCode>> {
        let (date, evidence) = self.evidence_since(self.state.course.admitted)?;
        Some((date, *follow::dossier(evidence)?.industry()))
    }

    /// The agreement that stands, with its signing. `None` if none does, or if it was imported.
    pub(super) fn agreement(&self) -> Option<Given<&Agreement>> {
        self.agreement_of(&self.state.course)
    }

    fn agreement_of(&self, course: &Course) -> Option<Given<&Agreement>> {
        let (date, Evidence::Agreement(agreement)) = self.evidence_since(course.signed)? else { return None };
        Some((date, agreement))
    }

    fn revival(&self, revived: Option<u64>) -> Option<Given<&Revival>> {
        let (date, Evidence::Revival(revival)) = self.evidence_since(revived)? else { return None };
        Some((date, revival))
    }

    /// The step that opened the talks, with its client. An imported one names none.
    pub(super) fn engaged(&self) -> Option<Given<Option<&ClientId>>> {
        let date = self.state.date_of(self.state.course.engaged?)?;
        let Some(Evidence::Engagement(engagement)) = self.evidence_of(date.version) else { return Some((date, None)) };
        Some((date, Some(engagement.client())))
    }

    /// What kind of entity was registered. `None` if none was, or if the registration was imported.
    pub(super) fn entity(&self) -> Option<EntityKind> {
        self.registration().map(|registration| *registration.entity_kind())
    }

    fn registration(&self) -> Option<&Registration> {
        let (_, Evidence::Registration(registration)) = self.evidence_since(self.state.course.registered)? else {
            return None;
        };
        Some(registration)
    }

    /// The total investment by the agreement that stands.
    fn agreed_investment(&self) -> Option<Given<Money>> {
        let signed = self.agreement().map(|(date, agreement)| (date, *agreement.total_investment()));
        latest_of([signed, self.amended_agreement(|later| later.total_investment)])
    }

    /// The investor by the talks and what came of them.
    fn engaged_investor(&self) -> Option<Given<&ClientId>> {
        let (opened, client) = self.engaged()?;
        let revived = self.revival(self.state.course.reinvested);
        let revived = revived.and_then(|(date, revival)| Some((date, revival.new_investor()?)));
        let agreed = self.later(opened, self.state.course.released, Day::MAX, |later| later.investor.as_ref());
        latest_of([client.map(|client| (opened, client)), revived, agreed])
    }

    fn agreed_start_given(&self) -> Option<Given<Day>> {
        let signed = self.agreement().map(|(date, agreement)| (date, *agreement.agreed_start()));
        latest_of([signed, self.amended_agreement(|later| later.agreed_start)])
    }

    fn agreed_production_given(&self) -> Option<Day> {
        let signed = self.agreement().map(|(date, agreement)| (date, *agreement.agreed_production()));
        latest_of([signed, self.amended_agreement(|later| later.agreed_production)]).map(|(_, day)| day)
    }

    /// The last supplementary agreement to the standing signing that gives a term, and what it gives.
    fn amended_agreement<'a, T>(&'a self, term: impl Fn(&'a AgreementAmended) -> Option<T>) -> Option<Given<T>> {
        self.later(self.state.signed()?, self.state.course.ended, Day::MAX, term)
    }

    /// The last supplementary agreement after a step, up to a day, that gives a term; none recorded before the end of what it
    /// belonged to.
    fn later<'a, T>(
        &'a self,
        step: StepDate,
        ended: Option<u64>,
        day: Day,
        term: impl Fn(&'a AgreementAmended) -> Option<T>,
    ) -> Option<Given<T>> {
        let is_its = |date: StepDate| date.on <= day && is_of_agreement(date, step, ended);
        let mut after = self.state.notes.agreements.after(step).rev().filter(|(date, _)| is_its(*date));
        after.find_map(|(date, later)| Some((date, term(later)?)))
    }

    /// The evidence of a standing step, with its date. `None` if there is no step, or if it was imported.
    fn evidence_since(&self, step: Option<u64>) -> Option<Given<&Evidence>> {
        let date = self.state.date_of(step?)?;
        Some((date, self.evidence_of(date.version)?))
    }
}
