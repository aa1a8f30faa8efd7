//! The gaps of forms.

use serde_json::json;

use crate::evidence::{
    Agreement, AgreementForm, Attachment, Closing, ClosingForm, Commencement, CommencementForm, Document, EntityKind,
    Field, Gaps, Grounds, GroundsForm, Registration, RegistrationForm,
};
use crate::lifecycle::{AgreementKind, Outcome, ProjectKind};
use crate::reason::Reason;
use crate::testing::sample::{
    agreement_form, closing_form, commencement_form, first_day, grounds_form, plus, registration_form,
};
use crate::value::Text;

/// The reasons against forms with one thing wrong.
pub(super) fn gaps(reasons: &mut Vec<Reason>) {
    let (on, kind) = (first_day(), ProjectKind::Enterprise);
    let mut told = |gaps: Option<Gaps>| reasons.extend(gaps.into_iter().flat_map(|gaps| gaps.reasons));
    told(Commencement::try_from(CommencementForm { start_proof: Field::Blank, ..commencement_form(on) }).err());
    let misdated: CommencementForm =
        serde_json::from_value(json!({"physical_start": "2018-02-30"})).unwrap_or_default();
    told(
        Commencement::try_from(CommencementForm { physical_start: misdated.physical_start, ..commencement_form(on) })
            .err(),
    );
    let branch = RegistrationForm { entity_kind: EntityKind::Branch.into(), ..registration_form(on) };
    told(Registration::try_from(branch).err());
    let undated = Attachment::new("土地处置决定", "自然资源局").ok();
    told(
        Closing::try_from(ClosingForm { land_decision: undated.into(), ..closing_form(Outcome::Abandoned, on) }).err(),
    );
    let promised = Document::Committed { due: plus(on, 30) };
    let reclaimed = closing_form(Outcome::LandReclaimed, on);
    told(Closing::try_from(ClosingForm { closing_paper: promised.into(), ..reclaimed }).err());
    let agreement = |form: AgreementForm| Agreement::try_from(form).err();
    told(agreement(AgreementForm { parties: ["管委会"].into(), ..agreement_form(kind, on) }));
    let letter = AgreementKind::LetterOfIntent.into();
    told(agreement(AgreementForm { agreement_kind: letter, ..agreement_form(kind, on) }));
    told(Grounds::try_from(GroundsForm { explanation: "a\0b".into(), ..grounds_form(None) }).err());
    let long = "x".repeat(Text::LIMIT + 1);
    told(Grounds::try_from(GroundsForm { explanation: long.as_str().into(), ..grounds_form(None) }).err());
}
