//! The registration: what lands a signed project as a company.

use super::dossier::positive;
use super::gate::{Conditions, gate};
use super::{Attachment, Document};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::{Day, Money, ProjectCode, Text, Uscc};

gate! {
    /// The project company's registration in the host zone (注册, plan paragraph 11). An expansion by an existing company
    /// gives that company's present code.
    Registration RegistrationForm {
        /// The company's name.
        needed value company_name: Text as CompanyName,
        /// Its unified social credit code (GB 32100-2015). Its region digits say nothing of the domicile: the
        /// registering organ is often the city's.
        needed value company_code: Uscc as CompanyCode,
        /// The day on which the company was registered. A company may be older than the signing.
        needed value registered_on: Day as RegisteredOn,
        /// The business licence.
        needed document licence: Document<Attachment> as Licence,
        /// Its domicile, in the host zone.
        needed value domicile: Text as Domicile,
        /// Its registered capital, above zero.
        needed value registered_capital: Money as RegisteredCapital,
        /// The project code, if it has one by now; the start asks for it.
        optional value project_code: ProjectCode as ProjectCode,
    }
}

impl Conditions for RegistrationForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        positive(self.registered_capital.given(), Gate::Registration, Item::RegisteredCapital, gaps);
    }
}
