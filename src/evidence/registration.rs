//! The registration: what lands a signed project as a company.

use super::dossier::positive;
use super::gate::{Conditions, gate};
use super::{Attachment, Document};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::{Day, Money, ProjectCode, Text, Uscc};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What kind of entity lands the project.
    #[non_exhaustive]
    EntityKind as "kind of entity" {
        /// A company with capital of its own.
        Company "company" "Company" "公司";
        /// A branch; the capital is the company's.
        Branch "branch" "Branch" "分支机构";
        /// A partnership; what its partners subscribed is its capital.
        Partnership "partnership" "Partnership" "合伙企业";
        /// An organ of state or a public institution, as for public works. It has no registered capital.
        PublicBody "public_body" "Public body" "机关或事业单位";
    }
}

impl EntityKind {
    /// Whether it has capital of its own.
    #[must_use]
    pub const fn has_capital(self) -> bool {
        matches!(self, Self::Company | Self::Partnership)
    }
}

gate! {
    /// The registration in the host zone of the entity that carries the project (注册, plan paragraph 11). An expansion by
    /// an existing company gives that company's present code.
    Registration RegistrationForm {
        /// What kind of entity it is.
        needed value entity_kind: EntityKind as EntityKind,
        /// The company's name.
        needed value company_name: Text as CompanyName,
        /// Its unified social credit code (GB 32100-2015). Its region digits say nothing of the domicile: the
        /// registering organ is often the city's.
        needed value company_code: Uscc as CompanyCode,
        /// The day on which it was registered. It may be older than the signing.
        needed value registered_on: Day as RegisteredOn,
        /// The business licence, or the certificate of a public body.
        needed document licence: Document<Attachment> as Licence,
        /// Its domicile, in the host zone.
        needed value domicile: Text as Domicile,
        /// Its registered capital, above zero. One given for a branch or a public body is refused rather than kept: it is
        /// somebody else's, and would be counted twice.
        when("for a company or a partnership", "公司或合伙企业的") value registered_capital: Money as RegisteredCapital,
        /// The project code, if it has one by now; the start asks for it.
        optional value project_code: ProjectCode as ProjectCode,
    }
}

impl Conditions for RegistrationForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        const GATE: Gate = Gate::Registration;
        let (item, blank) = (Item::RegisteredCapital, self.registered_capital.is_blank());
        match self.entity_kind.given().map(|kind| kind.has_capital()) {
            Some(true) if blank => gaps.push(Reason::Missing { gate: GATE, item }),
            Some(false) if !blank => gaps.push(Reason::NotApplicable { gate: GATE, item }),
            Some(_) | None => {}
        }
        positive(self.registered_capital.given(), GATE, item, gaps);
    }
}
