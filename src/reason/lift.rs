//! What would lift a reason: an act, and whose act it is.

use serde::Serialize;

use super::text::place;
use super::{Reason, Wording};
use crate::lifecycle::{AgreementKind, Direction, Duty, Item, Outcome, Position, Provider, Remedy, Verb, ZombieCause};
use crate::value::{Day, FaultKind};
use crate::vocabulary::Language;

/// One of several codes, with what a person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Choice {
    /// The code.
    pub code: &'static str,
    /// Its English label.
    pub en: &'static str,
    /// Its Chinese label.
    pub zh: &'static str,
}

/// What would lift a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "act", content = "parameters", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lift {
    /// Present the item; its provider issues or states it.
    Present {
        /// The item.
        item: Item,
    },
    /// Do these acts first, one after the other: the shortest way by the law, which leads on and never back.
    ActFirst {
        /// The acts.
        verbs: Vec<Verb>,
    },
    /// Choose one of these.
    Choose {
        /// What there is to choose from.
        options: Vec<Choice>,
    },
    /// Do this act instead.
    Instead {
        /// The act.
        verb: Verb,
    },
    /// Wait until that day.
    Wait {
        /// The first day on which it is possible.
        until: Day,
    },
    /// Give a date within these bounds.
    Date {
        /// The earliest date, where there is one.
        earliest: Option<Day>,
        /// The latest date, where there is one.
        latest: Option<Day>,
    },
    /// Assign it, which the management committee does.
    Assign {
        /// The duty.
        duty: Duty,
    },
    /// Fill in a member of the form.
    Fill {
        /// What the glossary calls the form. `None` for evidence. No part of the JSON.
        #[serde(skip)]
        form: Option<&'static str>,
        /// Its place.
        member: String,
    },
    /// Write a member of the form anew.
    Rewrite {
        /// What the glossary calls the form. `None` for evidence. No part of the JSON.
        #[serde(skip)]
        form: Option<&'static str>,
        /// Its place.
        member: String,
    },
    /// Leave a member of the form out.
    Omit {
        /// What the glossary calls the form. `None` for evidence. No part of the JSON.
        #[serde(skip)]
        form: Option<&'static str>,
        /// Its place.
        member: String,
    },
    /// Send the form as an object of JSON in UTF-8.
    SendJson,
    /// Mend what is told; the rest is told then.
    MendFirst,
    /// Leave the item out.
    LeaveOut {
        /// The item.
        item: Item,
    },
    /// Say what the command says in fewer words.
    Shorten,
    /// Give the member of the command another value, or one at all.
    Change {
        /// The member.
        field: &'static str,
    },
    /// Void a later transition or fact first.
    VoidFirst {
        /// Its stream version.
        version: u64,
    },
    /// Void a fact first, or give the step a date that leaves it standing.
    VoidOrDate {
        /// The stream version of the fact.
        version: u64,
    },
    /// Void the fact on record, if it is wrong.
    VoidIfWrong {
        /// Its stream version.
        version: u64,
    },
    /// Mint a new id for a new command.
    NewId,
    /// Load the project at its latest version; nothing is left to record.
    Reload,
    /// What the host says would lift its reason.
    Host {
        /// In English.
        en: String,
        /// In Chinese.
        zh: String,
    },
    /// Nothing lifts it; another act may help.
    Nothing,
}

impl Reason {
    /// What would lift this reason.
    #[must_use]
    pub fn lift(&self) -> Lift {
        match self {
            Self::NotPermitted { verb, position, .. } => Lift::on_the_way(*position, *verb),
            Self::IdReused { .. } => Lift::NewId,
            Self::AlreadyRecorded { .. } => Lift::Reload,
            Self::LaterUnfit { version, .. } => Lift::VoidFirst { version: *version },
            Self::ImportAfterLive { .. }
            | Self::NotItsBasis { .. }
            | Self::NotStanding { .. }
            | Self::NoStandingFact { .. }
            | Self::LinkToSelf
            | Self::AlreadyLinked
            | Self::NotPaused
            | Self::CommissionedWhole
            | Self::ClientInTalks { .. }
            | Self::AlreadyInZone { .. }
            | Self::AlreadyOfClass { .. }
            | Self::ZoneNotRegistered { registered_on: None, .. }
            | Self::NotRelocatable { .. }
            | Self::NoCommitment { .. } => Lift::Nothing,
            Self::OutOfStep { earlier, later, .. } => {
                Lift::Date { earliest: earlier.map(|step| step.on), latest: later.map(|step| step.on) }
            }
            Self::NotLast { last, .. } => Lift::VoidFirst { version: *last },
            Self::RestedOn { by, .. } => Lift::VoidFirst { version: by.version },
            Self::FactUnfit { fact, why } => {
                let version = fact.version;
                // it is not about dates
                if matches!(**why, Self::CommissionedWhole | Self::NotApplicable { .. } | Self::NotInZone { .. }) {
                    Lift::VoidFirst { version }
                } else {
                    Lift::VoidOrDate { version }
                }
            }
            Self::AlreadyPaused { version, .. }
            | Self::AlreadyResumed { version, .. }
            | Self::AlreadyReached { version, .. }
            | Self::AlreadyRelocated { version, .. }
            | Self::ZoneRegistered { version, .. }
            | Self::ClassChangedLater { version, .. }
            | Self::BaselineStands { version, .. }
            | Self::PeriodsOverlap { version, .. } => Lift::VoidIfWrong { version: *version },
            Self::PeriodCrossesYear { from, .. } => {
                Lift::Date { earliest: None, latest: Day::new(from.year(), 12, 31).ok() }
            }
            Self::NothingToAmend => Lift::Change { field: "amendment" },
            Self::RemarkNeeded => Lift::Change { field: "remark" },
            Self::NotCommissioned { commissioned_on: None, .. } => Lift::ActFirst { verbs: vec![Verb::Commission] },
            Self::NotCommissioned { commissioned_on: Some(on), .. } => Lift::Date { earliest: Some(*on), latest: None },
            Self::NotSigned { signed_on: None, .. } => Lift::ActFirst { verbs: vec![Verb::Sign] },
            Self::NotSigned { signed_on: Some(on), .. } => Lift::Date { earliest: Some(*on), latest: None },
            Self::NotRegistered { registered_on: None, .. } => Lift::ActFirst { verbs: vec![Verb::Register] },
            Self::NotRegistered { registered_on: Some(on), .. } => Lift::Date { earliest: Some(*on), latest: None },
            Self::ZoneNotRegistered { registered_on: Some(on), .. } => Lift::Date { earliest: Some(*on), latest: None },
            Self::NoHost => Lift::Change { field: "hosts" },
            Self::TooManyLeading { .. } => Lift::Change { field: "leading" },
            Self::TooManySpecial { .. } => Lift::Change { field: "special" },
            // what comes before a signing leads to talks
            Self::NotNegotiating { position, .. } => Lift::on_the_way(*position, Verb::Sign),
            Self::NotInZone { .. } => Lift::Change { field: "from_zone" },
            Self::InvestmentAgreed { .. } => Lift::Change { field: "paper" },
            Self::NotPausedYet { on, .. } => Lift::Date { earliest: Some(*on), latest: None },
            Self::PauseEnded { on, .. } => Lift::Date { earliest: None, latest: Some(*on) },
            Self::OutsideSeason { .. } => Lift::Change { field: "reason" },
            Self::PeriodReversed { from, .. } => Lift::Date { earliest: Some(*from), latest: None },
            Self::PeriodNotOver { to, .. } => Lift::Date { earliest: Some(*to), latest: None },
            Self::NotLater { committed, .. } => {
                Lift::Date { earliest: Some(committed.plus_days(1).unwrap_or(*committed)), latest: None }
            }
            Self::PlanningNotVoidable => Lift::Instead { verb: Verb::Close },
            Self::NotDayOfAct { acted_on, .. } => Lift::Date { earliest: Some(*acted_on), latest: Some(*acted_on) },
            Self::EffectiveDateInFuture { today, .. } => Lift::Date { earliest: None, latest: Some(*today) },
            Self::EffectiveDateRegression { last, .. } => Lift::Date { earliest: Some(*last), latest: None },
            Self::EffectiveDateBeforePlanning { planned_on, .. } => {
                Lift::Date { earliest: Some(*planned_on), latest: None }
            }
            Self::EffectiveDateAfterClosing { closed_on, .. } => {
                Lift::Date { earliest: None, latest: Some(*closed_on) }
            }
            Self::CauseNotAllowed { allowed, .. } | Self::NotAtFault { allowed, .. } => {
                Lift::choose(allowed.iter().copied(), ZombieCause::code, ZombieCause::label)
            }
            Self::OutcomeNotAllowed { allowed, .. } => {
                Lift::choose(allowed.iter().copied(), Outcome::code, Outcome::label)
            }
            Self::RemedyNotFitting { fitting, .. } => {
                Lift::choose(fitting.iter().copied(), Remedy::code, Remedy::label)
            }
            Self::ThresholdNotReached { reached_on, .. }
            | Self::StartNotOverdue { reached_on, .. }
            | Self::OperationTooShort { reached_on, .. } => Lift::Wait { until: *reached_on },
            Self::SurvivorIsItself => Lift::Present { item: Item::Survivor },
            Self::ClosingPaperNotPresented => Lift::Present { item: Item::ClosingPaper },
            Self::DatedBeforeStage { entered_on, .. } => Lift::Date { earliest: Some(*entered_on), latest: None },
            Self::Unassigned { duty } => Lift::Assign { duty: *duty },
            Self::Missing { item, .. }
            | Self::Undated { item, .. }
            | Self::TooFew { item, .. }
            | Self::NotPositive { item, .. }
            | Self::CommitmentNotAllowed { item }
            | Self::CommitmentOverdue { item, .. }
            | Self::WaiverNotAllowed { item }
            | Self::PaperNeeded { item }
            | Self::PermitExpired { item, .. } => Lift::Present { item: *item },
            Self::WorksNotSmall { .. } => Lift::Present { item: Item::ConstructionPermit },
            Self::DossierRequired { .. } => Lift::Present { item: Item::Dossier },
            Self::NotFormalAgreement { .. } => {
                let formal = AgreementKind::ALL.into_iter().filter(|kind| kind.is_formal());
                Lift::choose(formal, AgreementKind::code, AgreementKind::label)
            }
            Self::Unordered { not_before, .. } => Lift::Date { earliest: Some(*not_before), latest: None },
            Self::AgreementNotFitting { fitting, .. } => {
                Lift::choose([*fitting], AgreementKind::code, AgreementKind::label)
            }
            Self::PermitNotYetValid { issued_on, .. } => Lift::Date { earliest: Some(*issued_on), latest: None },
            Self::DatedInFuture { today, .. } => Lift::Date { earliest: None, latest: Some(*today) },
            Self::DatedAfterEffective { effective_on, .. } => {
                Lift::Date { earliest: None, latest: Some(*effective_on) }
            }
            Self::Malformed { form, item, member, fault, .. } => Lift::of_fault(*form, *item, member, fault),
            Self::NotApplicable { item, .. } => Lift::LeaveOut { item: *item },
            Self::RecordTooLarge { .. } => Lift::Shorten,
            Self::Host(reason) => {
                Lift::Host { en: reason.lift(Language::English).into(), zh: reason.lift(Language::Chinese).into() }
            }
        }
    }
}

impl Lift {
    /// The acts that lead on to an act, one after the other. Nothing is undone, given up or found a zombie for its sake.
    fn on_the_way(position: Position, verb: Verb) -> Self {
        let leads_on = |act: &Verb| *act == Verb::Revive || act.direction() == Direction::Forward;
        match position.acts_before(verb) {
            Some(verbs) if leads_on(&verb) && verb != Verb::Revive && verbs.iter().all(leads_on) => {
                Self::ActFirst { verbs }
            }
            _ => Self::Nothing,
        }
    }

    /// What mends a fault of a form.
    fn of_fault(form: Option<&'static str>, item: Option<Item>, member: &str, fault: &FaultKind) -> Self {
        // an item is its member; a deeper place is a part of it
        let whole = item.filter(|_| !member.contains(['.', '[']));
        let member = member.to_owned();
        match (fault, whole) {
            (FaultKind::Missing | FaultKind::Mistyped { .. } | FaultKind::UnknownCode { .. }, Some(item)) => {
                Self::Present { item }
            }
            (FaultKind::NotJson { .. }, _) => Self::SendJson,
            (FaultKind::More { .. }, _) => Self::MendFirst,
            (FaultKind::Mistyped { .. }, None) if member.is_empty() => Self::SendJson,
            (FaultKind::Missing | FaultKind::Mistyped { .. } | FaultKind::UnknownCode { .. }, None) => {
                Self::Fill { form, member }
            }
            (FaultKind::UnknownMember, _) => Self::Omit { form, member },
            (FaultKind::DuplicateMember | FaultKind::Nul | FaultKind::TooLong { .. }, _) => {
                Self::Rewrite { form, member }
            }
            (FaultKind::FormTooLong { .. }, _) => Self::Shorten,
        }
    }

    /// A choice between members of a vocabulary.
    fn choose<T: Copy>(
        members: impl IntoIterator<Item = T>,
        code: fn(T) -> &'static str,
        label: fn(T, Language) -> &'static str,
    ) -> Self {
        let choice = |member| Choice {
            code: code(member),
            en: label(member, Language::English),
            zh: label(member, Language::Chinese),
        };
        Self::Choose { options: members.into_iter().map(choice).collect() }
    }

    /// The sentence that a person reads: what to do, and for a paper or a duty, who does it.
    #[must_use]
    pub fn text<'a>(&self, wording: impl Into<Wording<'a>>) -> String {
        let wording = wording.into();
        let Wording { language, names } = wording;
        let english = language == Language::English;
        match self {
            Self::Present { item } if english => {
                format!("present {}; provided by {}", item.label(language), names.provider(*item, language))
            }
            Self::Present { item } => {
                let act = if item.is_paper() { "请提交" } else { "请填写" };
                format!("{act}{}，由{}提供", item.label(language), names.provider(*item, language))
            }
            Self::ActFirst { verbs } => {
                let acts: Vec<_> =
                    verbs.iter().map(|verb| if english { verb.code() } else { verb.label(language) }).collect();
                language.pick("first ", "须先").to_owned() + &acts.join(language.pick(", then ", "，再"))
            }
            Self::Choose { options } => {
                let options: Vec<_> =
                    options.iter().map(|option| if english { option.code } else { option.zh }).collect();
                language.pick("choose ", "请按实际情况改选：").to_owned() + &options.join(language.pick(" or ", "、"))
            }
            Self::Instead { verb } if english => format!("{} instead", verb.code()),
            Self::Instead { verb } => format!("可办理“{}”", verb.label(language)),
            Self::Wait { until } if english => format!("possible from {until}"),
            Self::Wait { until } => format!("{until} 起可以办理"),
            Self::Date { earliest: Some(only), latest: Some(latest) } if only == latest => {
                format!("{} {only}", language.pick("the date", "请核实日期，应为"))
            }
            Self::Date { earliest: Some(earliest), latest: Some(latest) } if english => {
                format!("a date from {earliest} to {latest}")
            }
            Self::Date { earliest: Some(earliest), latest: Some(latest) } => {
                format!("请核实日期，应在 {earliest} 至 {latest} 之间")
            }
            Self::Date { earliest: Some(earliest), .. } if english => format!("a date from {earliest} on"),
            Self::Date { earliest: Some(earliest), .. } => format!("请核实日期，应不早于 {earliest}"),
            Self::Date { latest: Some(latest), .. } if english => format!("a date up to {latest}"),
            Self::Date { latest: Some(latest), .. } => format!("请核实日期，应不晚于 {latest}"),
            Self::Date { .. } => language.pick("another date", "请核实日期").into(),
            Self::Assign { duty } if english => {
                let committee = names.of(Provider::Committee, language);
                format!("assign the {}; {committee} does", names.duty(*duty, language))
            }
            Self::Assign { duty } => {
                format!("由{}确定{}", names.of(Provider::Committee, language), names.duty(*duty, language))
            }
            Self::Fill { form, member } => {
                language.pick("fill in ", "请填写").to_owned() + &place(*form, None, member, wording)
            }
            Self::Rewrite { form, member } if english => format!("write {} anew", place(*form, None, member, wording)),
            Self::Rewrite { form, member } => format!("请改写{}", place(*form, None, member, wording)),
            Self::Omit { member, .. } if english => format!("leave `{member}` out"),
            Self::Omit { form, member } => format!("请删去{}", place(*form, None, member, wording)),
            Self::SendJson => {
                language.pick("send an object of JSON in UTF-8", "请按表单格式重新提交（JSON 对象，UTF-8 编码）").into()
            }
            Self::MendFirst => language.pick("mend what is told first", "请先改正已列各项").into(),
            Self::LeaveOut { item } if english => format!("leave {} out", item.label(language)),
            Self::LeaveOut { item } => format!("请勿填写{}", item.label(language)),
            Self::Shorten => language.pick("say it in fewer words, or attach a paper", "请精简文字，或改附材料").into(),
            Self::Change { field } if english => format!("change `{field}`"),
            Self::Change { field } => format!("请填写或更改{}", changed(field)),
            Self::VoidFirst { version } if english => format!("void event {version} first"),
            Self::VoidFirst { version } => format!("请先撤销第 {version} 号记录"),
            Self::VoidOrDate { version } if english => format!("void event {version} first, or give another date"),
            Self::VoidOrDate { version } => format!("请先撤销第 {version} 号记录，或另择日期"),
            Self::VoidIfWrong { version } if english => format!("void event {version} by `void_fact`, if it is wrong"),
            Self::VoidIfWrong { version } => format!("第 {version} 号记录如有误，可予撤销"),
            Self::NewId => language.pick("give the new command an id of its own", "请为该事项另取编号").into(),
            Self::Reload => language.pick("load the project at its latest version", "请重新载入项目最新情况").into(),
            Self::Host { en, zh } => language.pick(en, zh).into(),
            Self::Nothing => {
                language.pick("nothing does; another act may serve", "该情形无法补正，可办理其他事项").into()
            }
        }
    }
}

/// What a member of a command is called in Chinese, as the sentence needs it.
fn changed(field: &str) -> String {
    match field {
        "amendment" => "变更内容".into(),
        "paper" => "依据文件".into(),
        _ => place(None, None, field, Language::Chinese.into()),
    }
}
