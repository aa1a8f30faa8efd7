//! The sentences of reasons, in both languages.

use core::fmt;

use super::{Names, Reason, Wording};
use crate::glossary;
use crate::lifecycle::{Item, Position, Stage, Verb, ZombieCause};
use crate::value::DayOfYear;
use crate::vocabulary::Language;

/// Joins codes for a sentence; an empty list reads `nothing`.
fn list<T: Copy>(members: &[T], name: impl Fn(T) -> &'static str, language: Language) -> String {
    if members.is_empty() {
        return language.pick("nothing", "无").into();
    }
    let names: Vec<_> = members.iter().map(|member| name(*member)).collect();
    names.join(language.pick(", ", "、"))
}

/// What a place of a form is called. In English the place itself stands beside what is deeper than the form's own members.
pub(super) fn place(form: Option<&str>, item: Option<Item>, member: &str, wording: Wording<'_>) -> String {
    let Wording { language, names } = wording;
    if member.is_empty() {
        return language.pick("the form", "表单").into();
    }
    if language == Language::Chinese {
        return chinese_place(form, item, member, names);
    }
    // the name at the end of the place, without the number of a list's item
    let name = member.rsplit('.').next().unwrap_or(member);
    let name = name.split('[').next().unwrap_or(name);
    let whole = item.map(|item| item.label(language)).or_else(|| of_form(form, member, wording));
    // an item that is the whole, or a member that its form calls by a name of its own, says all
    let says_all = whole.is_some() && (item.is_none() || !member.contains('.'));
    let part = if says_all { None } else { glossary::label(name, language) };
    let called = match (whole, part) {
        (Some(whole), Some(part)) => whole.to_owned() + ", " + &lower(part),
        (Some(only), None) | (None, Some(only)) => only.into(),
        (None, None) => return format!("`{member}`"),
    };
    if member.contains(['.', '[']) { format!("{} (`{member}`)", lower(&called)) } else { lower(&called) }
}

/// The same in Chinese: the names of the members on the way, and the numbers of a list's items. A name that no form has
/// is quoted as it was sent.
fn chinese_place(form: Option<&str>, item: Option<Item>, member: &str, names: &Names) -> String {
    let zh = Language::Chinese;
    // a name that is no plain word stands last, as JSON text in brackets
    let (plain, odd) = member.find("[\"").map_or((member, ""), |at| member.split_at(at));
    let mut whole = item.map(|item| item.label(zh));
    let mut steps = Vec::new();
    for step in plain.split('.').filter(|step| !step.is_empty()) {
        let (name, number) = step.split_once('[').unwrap_or((step, ""));
        let is_first = steps.is_empty();
        let own = || of_form(form.filter(|_| is_first), name, Wording { language: zh, names });
        let called = whole.take().or_else(own).or_else(|| glossary::label(name, zh)).map(str::to_owned);
        let called = called.unwrap_or_else(|| if name.is_empty() { String::new() } else { format!("“{name}”") });
        let number = number.trim_end_matches(']').parse::<usize>().ok().and_then(|number| number.checked_add(1));
        steps.push(number.map_or_else(|| called.clone(), |number| format!("{called}第 {number} 项")));
    }
    if !odd.is_empty() {
        steps.push(format!("“{}”", odd.trim_matches(['[', ']', '"'])));
    }
    steps.join("的")
}

/// What a form calls a member of its own. `None` if it is a part of one, or of no form.
fn of_form<'a>(form: Option<&str>, member: &str, Wording { language, names }: Wording<'a>) -> Option<&'a str> {
    if let (Some("Officer"), "officer", Some(named)) = (form, member, names.officer(language)) {
        return Some(named);
    }
    let [english, chinese] = glossary::term(form?, Some(member))?.title;
    Some(language.pick(english, chinese))
}

/// The zombies that a cause makes, in Chinese.
fn zombies_of(cause: ZombieCause) -> String {
    format!("“{}”类{}", cause.label(Language::Chinese), cause.kind().label(Language::Chinese))
}

/// Where a project stands, as a Chinese clause.
fn standing(position: Position) -> String {
    let label = position.label(Language::Chinese);
    match position.stage() {
        Stage::Closed => "项目已退出".into(),
        Stage::Zombie => format!("项目为{label}"),
        Stage::Planned
        | Stage::Reserve
        | Stage::Negotiating
        | Stage::Signed
        | Stage::Registered
        | Stage::Started
        | Stage::Producing
        | Stage::Operating => format!("项目处于“{label}”阶段"),
    }
}

/// Why an act is not for a project, in Chinese, and what is.
fn not_permitted(verb: Verb, position: Position, permitted: &[Verb]) -> String {
    let zh = Language::Chinese;
    let told = match (verb, position.stage()) {
        (Verb::Revive, stage) if stage != Stage::Closed => "项目未被认定为僵尸项目（企业），无需盘活".into(),
        _ => format!("{}，不得办理“{}”", standing(position), verb.label(zh)),
    };
    if permitted.is_empty() {
        return told;
    }
    format!("{told}；现可办理：{}", list(permitted, |verb| verb.label(zh), zh))
}

/// A label within a sentence.
fn lower(label: &str) -> String {
    let mut chars = label.chars();
    let is_word = label.chars().nth(1).is_some_and(char::is_lowercase);
    chars.next().filter(|_| is_word).map_or_else(|| label.into(), |first| first.to_lowercase().chain(chars).collect())
}

impl Reason {
    /// The sentence that a person reads.
    #[must_use]
    pub fn text<'a>(&self, wording: impl Into<Wording<'a>>) -> String {
        let Wording { language, names } = wording.into();
        match language {
            Language::English => self.english(names),
            Language::Chinese => self.chinese(names),
        }
    }

    fn english(&self, names: &Names) -> String {
        let en = Language::English;
        match self {
            Self::NotPermitted { verb, position, permitted } => format!(
                "`{verb}` is not permitted for a project that is `{position}`; permitted here: {}",
                list(permitted, |verb| verb.code(), en)
            ),
            Self::IdReused { id, version, recorded_on: Some(recorded_on), effective_on: Some(effective_on) } => {
                format!(
                    "id {id} already names event {version}, which took effect on {recorded_on}, not on {effective_on}"
                )
            }
            Self::IdReused { id, version, .. } => {
                format!("id {id} already names event {version}, which says something else")
            }
            Self::AlreadyRecorded { id, version } => {
                format!("command {id} is recorded already, as event {version} of this project")
            }
            Self::ImportAfterLive { version } => {
                format!("history can no longer be imported: event {version} was a live transition")
            }
            Self::NotDayOfAct { item, acted_on, effective_on } => {
                format!("the step takes effect on {acted_on}, which {} gives, not on {effective_on}", item.label(en))
            }
            Self::NotItsBasis { version } => {
                format!("event {version} is corrected by the evidence of its own gate, an imported step by its source")
            }
            Self::LaterUnfit { version, remedy, cause } => format!(
                "the revival of event {version} by `{remedy}` would no longer fit the cause{}",
                cause.map(|cause| format!(" `{cause}`")).unwrap_or_default()
            ),
            Self::EffectiveDateInFuture { effective_on, today } => {
                format!("the effective date {effective_on} lies in the future; today is {today}")
            }
            Self::EffectiveDateRegression { effective_on, last } => {
                format!("the effective date {effective_on} lies before the last transition's, {last}")
            }
            Self::EffectiveDateBeforePlanning { effective_on, planned_on } => {
                format!("the effective date {effective_on} lies before the day of planning, {planned_on}")
            }
            Self::EffectiveDateAfterClosing { effective_on, closed_on } => {
                format!("the effective date {effective_on} lies after the day of closing, {closed_on}")
            }
            Self::CauseNotAllowed { cause, stage, allowed } => format!(
                "`{cause}` is no cause for a project that is `{stage}`; causes there: {}",
                list(allowed, |cause| cause.code(), en)
            ),
            Self::OutcomeNotAllowed { outcome, footing, allowed } => format!(
                "`{outcome}` is no outcome for a project at `{footing}`; outcomes there: {}",
                list(allowed, |outcome| outcome.code(), en)
            ),
            Self::RemedyNotFitting { remedy, cause, fitting } => {
                format!("`{remedy}` does not lift `{cause}`; what does: {}", list(fitting, |remedy| remedy.code(), en))
            }
            Self::ThresholdNotReached { since, reached_on, effective_on } => format!(
                "standing still since {since} counts as a zombie from {reached_on}; the finding is dated {effective_on}"
            ),
            Self::StartNotOverdue { agreed_start, reached_on, effective_on } => format!(
                "a start agreed for {agreed_start} counts as missed from {reached_on}; the finding is dated {effective_on}"
            ),
            Self::NotAtFault { cause, reason, since, allowed } => format!(
                "`{cause}` is no cause while the project is paused for `{reason}`, as it is since {since}; causes there: {}",
                list(allowed, |cause| cause.code(), en)
            ),
            Self::DatedBeforeStage { item, dated, entered_on } => format!(
                "{} is dated {dated}, before the day on which the project entered its present stage, {entered_on}",
                item.label(en)
            ),
            Self::SurvivorIsItself => "a project cannot survive as itself".into(),
            Self::ClosingPaperNotPresented => {
                "where land is taken back the closing paper is the land decision: it is presented, not promised or waived"
                    .into()
            }
            Self::Unassigned { duty } => format!("the project has no {}", names.duty(*duty, en)),
            Self::Missing { gate, item } => format!("{gate}: {} is missing", item.label(en)),
            Self::NotApplicable { gate, item } => format!("{gate}: there can be no {} here", item.label(en)),
            Self::Undated { gate, item } => {
                let place = gate.map(|gate| format!("{gate}: ")).unwrap_or_default();
                format!("{place}{} bears no day", item.label(en))
            }
            Self::Malformed { form, gate, item, member, fault } => {
                let gate = gate.map(|gate| format!("{gate}: ")).unwrap_or_default();
                format!("{gate}{} {}", place(*form, *item, member, Wording { language: en, names }), fault.text(en))
            }
            Self::TooFew { gate, item, found, needed } => {
                format!("{gate}: {} number {found}, and {needed} are needed", item.label(en))
            }
            Self::NotPositive { gate, item, found } => {
                let place = gate.map(|gate| format!("{gate}: ")).unwrap_or_default();
                format!("{place}{} must be above zero, not {found}", item.label(en))
            }
            Self::Unordered { gate, item, found, not_before } => {
                format!("{gate}: {} {found} must not precede {not_before}", item.label(en))
            }
            Self::WorksNotSmall { area, cost } => {
                format!("works of {area} square metres at {cost} are too large to start without a construction permit")
            }
            Self::NotFormalAgreement { kind } => format!("a `{kind}` signs nothing; a formal agreement does"),
            Self::AgreementNotFitting { kind, project, fitting } => {
                format!("`{kind}` does not sign a project of kind `{project}`; `{fitting}` does")
            }
            Self::DossierRequired { verb } => {
                format!("`{verb}` leads to the reserve, and the project was never admitted: its dossier is needed")
            }
            Self::CommitmentNotAllowed { item } => format!("the policy takes no commitment for {}", item.label(en)),
            Self::CommitmentOverdue { item, due, effective_on } => {
                format!("the commitment for {} was due on {due}, before {effective_on}", item.label(en))
            }
            Self::WaiverNotAllowed { item } => format!("the policy takes no waiver for {}", item.label(en)),
            Self::PermitNotYetValid { item, issued_on, effective_on } => {
                format!("{} was issued on {issued_on}, after {effective_on}", item.label(en))
            }
            Self::PermitExpired { item, valid_until, effective_on } => {
                format!("{} was valid until {valid_until}, not on {effective_on}", item.label(en))
            }
            Self::DatedInFuture { item, dated, today } => {
                format!("{} is dated {dated}, which lies in the future; today is {today}", item.label(en))
            }
            Self::DatedAfterEffective { item, dated, effective_on } => {
                format!("{} is dated {dated}, after the effective date {effective_on}", item.label(en))
            }
            Self::OperationTooShort { since, reached_on, effective_on } => {
                format!("running since {since} counts as operation from {reached_on}, not on {effective_on}")
            }
            Self::PlanningNotVoidable => "planning cannot be voided".into(),
            Self::NotLast { version, last } => {
                format!("event {version} is not the last standing transition; event {last} is")
            }
            Self::NotStanding { version } => format!("event {version} is no standing transition"),
            Self::OutOfStep { version, to, earlier, later } => {
                let mut text = format!("event {version} cannot be dated {to}");
                if let Some(earlier) = earlier {
                    text += &format!("; event {} before it is dated {}", earlier.version, earlier.on);
                }
                if let Some(later) = later {
                    text += &format!("; event {} after it is dated {}", later.version, later.on);
                }
                text
            }
            Self::NoStandingFact { version } => format!("event {version} is no standing fact"),
            Self::RestedOn { version, by } => {
                format!("event {} of {} rests on event {version}, which cannot be voided before it", by.version, by.on)
            }
            Self::FactUnfit { fact, why } => {
                format!("event {} of {} could then not stand: {}", fact.version, fact.on, why.english(names))
            }
            Self::NothingToAmend => "the amendment changes nothing".into(),
            Self::LinkToSelf => "a project is not linked to itself".into(),
            Self::AlreadyLinked => "the link stands already".into(),
            Self::NotPaused => "the project was never paused".into(),
            Self::AlreadyPaused { version, on } => {
                format!("that day lies in the pause that began on {on} (event {version})")
            }
            Self::AlreadyResumed { version, on } => {
                format!("work was resumed already, on {on} (event {version})")
            }
            Self::AlreadyReached { version, on } => {
                format!("the milestone was reached already, on {on} (event {version})")
            }
            Self::NotPausedYet { effective_on, on, version } => {
                format!("{effective_on} lies before the first pause, which began on {on} (event {version})")
            }
            Self::PauseEnded { effective_on, on, version } => {
                format!("{effective_on} lies after {on}, when event {version} shows that the pause had ended")
            }
            Self::OutsideSeason { effective_on, from: Some(from), to: Some(to) } => {
                format!("{effective_on} lies outside the season of stops, {from} to {to}")
            }
            Self::OutsideSeason { .. } => "the policy knows no season of stops".into(),
            Self::PeriodReversed { from, to } => format!("the period ends on {to}, before it begins on {from}"),
            Self::PeriodCrossesYear { from, to } => {
                format!("the period from {from} to {to} crosses the end of a year")
            }
            Self::PeriodsOverlap { from, to, version, other_from, other_to } => format!(
                "the period from {from} to {to} overlaps the one from {other_from} to {other_to} (event {version}), and \
                 neither begins on 1 January and holds the other whole"
            ),
            Self::PeriodNotOver { to, effective_on } => {
                format!("the period lasts until {to}; on {effective_on} it is not over")
            }
            Self::NoCommitment { version, item } => {
                format!("no commitment for {} is open on event {version}", item.label(en))
            }
            Self::NotLater { item, due, committed } => {
                format!("the evidence promised {} for {committed}; {due} is not later", item.label(en))
            }
            Self::RemarkNeeded => "a milestone of another kind needs a remark that names it".into(),
            Self::NotCommissioned { commissioned_on: Some(on), effective_on } => {
                format!("{effective_on} lies before the commissioning, {on}")
            }
            Self::NotCommissioned { commissioned_on: None, .. } => "the project was not commissioned".into(),
            Self::CommissionedWhole => "the project was commissioned whole".into(),
            Self::PaperNeeded { item } => format!("{} is needed", item.label(en)),
            Self::NotSigned { signed_on: Some(on), effective_on } => {
                format!("{effective_on} lies before the signing, {on}")
            }
            Self::NotSigned { signed_on: None, .. } => "no agreement stands".into(),
            Self::NotRegistered { registered_on: Some(on), effective_on } => {
                format!("{effective_on} lies before the registration, {on}")
            }
            Self::NotRegistered { registered_on: None, .. } => "the project has no company".into(),
            Self::NotNegotiating { position, effective_on } => {
                format!("on {effective_on} the project was `{position}`, and clients join while it is `negotiating`")
            }
            Self::ClientInTalks { version } => {
                format!("the client takes part in these talks already (event {version})")
            }
            Self::NotRelocatable { position, effective_on } => {
                format!("on {effective_on} the project was `{position}`; a project is relocated before it starts")
            }
            Self::NotInZone { zone, present } => format!("the project is in zone {present}, not in {zone}"),
            Self::AlreadyInZone { zone } => format!("the project is in zone {zone} already"),
            Self::AlreadyRelocated { version, on } => {
                format!("the project was relocated later than that, on {on} (event {version})")
            }
            Self::InvestmentAgreed { version, on } => format!(
                "the agreement signed on {on} (event {version}) names the total investment: a supplementary agreement \
                 changes it, or an amendment with its paper and grounds"
            ),
            Self::ZoneNotRegistered { registered_on: Some(on), effective_on } => {
                format!("{effective_on} lies before the registration of the zone, {on}")
            }
            Self::ZoneNotRegistered { registered_on: None, .. } => "the zone is not registered".into(),
            Self::ZoneRegistered { version, on } => {
                format!("the zone is registered already, since {on} (event {version})")
            }
            Self::NoHost => "a zone lies in at least one district".into(),
            Self::TooManyLeading { class, found, limit } => {
                format!("a zone of class `{class}` has at most {limit} leading industries, not {found}")
            }
            Self::TooManySpecial { found, limit } => {
                format!("a zone has at most {limit} special industries, not {found}")
            }
            Self::AlreadyOfClass { class, version, on } => {
                format!("the zone is of class `{class}` already, since {on} (event {version})")
            }
            Self::ClassChangedLater { version, on } => {
                format!("the class was changed later than that, on {on} (event {version})")
            }
            Self::BaselineStands { kind, version, on } => {
                format!("a zombie baseline of kind `{kind}` stands already, as of {on} (event {version})")
            }
            Self::Host(reason) => reason.text(en).into(),
            Self::RecordTooLarge { bytes, limit } => {
                format!("the command gives {bytes} bytes to record; the limit is {limit}")
            }
        }
    }

    fn chinese(&self, names: &Names) -> String {
        let zh = Language::Chinese;
        match self {
            Self::NotPermitted { verb, position, permitted } => not_permitted(*verb, *position, permitted),
            Self::IdReused { id, version, recorded_on: Some(recorded_on), effective_on: Some(effective_on) } => {
                format!("编号 {id} 已用于第 {version} 号记录，其业务发生日期为 {recorded_on}，不是 {effective_on}")
            }
            Self::IdReused { id, version, .. } => format!("编号 {id} 已用于第 {version} 号记录，且内容不同"),
            Self::AlreadyRecorded { id, version } => format!("该事项（编号 {id}）已登记为本项目第 {version} 号记录"),
            Self::ImportAfterLive { version } => {
                format!("第 {version} 号记录已是系统内正式办理，其后不得再导入历史数据")
            }
            Self::NotDayOfAct { item, acted_on, effective_on } => {
                format!("业务发生日期应为 {acted_on}（以{}为准），不是 {effective_on}", item.label(zh))
            }
            Self::NotItsBasis { version } => {
                format!("第 {version} 号记录应以本环节的佐证材料更正；导入的记录应以数据来源更正")
            }
            Self::LaterUnfit { version, remedy, cause } => format!(
                "更正后，第 {version} 号记录的盘活方式“{}”将不再适用{}",
                remedy.label(zh),
                cause.map(|cause| format!("于{}", zombies_of(cause))).unwrap_or_default()
            ),
            Self::EffectiveDateInFuture { effective_on, today } => {
                format!("业务发生日期 {effective_on} 晚于今日 {today}")
            }
            Self::EffectiveDateRegression { effective_on, last } => {
                format!("业务发生日期 {effective_on} 早于上一次阶段变更日期 {last}")
            }
            Self::EffectiveDateBeforePlanning { effective_on, planned_on } => {
                format!("业务发生日期 {effective_on} 早于策划日期 {planned_on}")
            }
            Self::EffectiveDateAfterClosing { effective_on, closed_on } => {
                format!("业务发生日期 {effective_on} 晚于退出日期 {closed_on}")
            }
            Self::CauseNotAllowed { cause, stage, allowed } => format!(
                "“{}”阶段不得以“{}”为由认定为{}；可选成因：{}",
                stage.label(zh),
                cause.label(zh),
                cause.kind().label(zh),
                list(allowed, |cause| cause.label(zh), zh)
            ),
            Self::OutcomeNotAllowed { outcome, footing, allowed } => format!(
                "“{}”阶段的项目不得以“{}”为由退出；可选退出结果：{}",
                footing.label(zh),
                outcome.label(zh),
                list(allowed, |outcome| outcome.label(zh), zh)
            ),
            Self::RemedyNotFitting { remedy, cause, fitting } => format!(
                "“{}”不适用于{}；适用方式：{}",
                remedy.label(zh),
                zombies_of(*cause),
                list(fitting, |remedy| remedy.label(zh), zh)
            ),
            Self::ThresholdNotReached { since, reached_on, effective_on } => {
                format!("自 {since} 起停滞，{reached_on} 起方可认定为僵尸项目（企业）；认定日期为 {effective_on}")
            }
            Self::StartNotOverdue { agreed_start, reached_on, effective_on } => {
                format!("约定 {agreed_start} 开工，{reached_on} 起方可认定为僵尸项目；认定日期为 {effective_on}")
            }
            Self::NotAtFault { cause, reason, since, allowed } => format!(
                "项目自 {since} 起因“{}”停工，期间不得以“{}”为由认定为{}；可选成因：{}",
                reason.label(zh),
                cause.label(zh),
                cause.kind().label(zh),
                list(allowed, |cause| cause.label(zh), zh)
            ),
            Self::DatedBeforeStage { item, dated, entered_on } => {
                format!("{}（{dated}）早于项目进入本阶段的日期 {entered_on}", item.label(zh))
            }
            Self::SurvivorIsItself => "项目不得以自身为保留项目".into(),
            Self::ClosingPaperNotPresented => {
                "收回土地的，退出文件即土地处置决定，须直接提交，不得以承诺代替，也不得免除".into()
            }
            Self::Unassigned { duty } => format!("项目尚未确定{}", names.duty(*duty, zh)),
            Self::Missing { gate, item } => format!("{}缺少{}", gate.label(zh), item.label(zh)),
            Self::NotApplicable { gate, item } => format!("{}不应填写{}", gate.label(zh), item.label(zh)),
            Self::Undated { gate, item } => {
                let place = gate.map(|gate| format!("{}中", gate.label(zh))).unwrap_or_default();
                format!("{place}{}未载明日期", item.label(zh))
            }
            Self::Malformed { form, gate, item, member, fault } => {
                let gate = gate.map(|gate| format!("{}中", gate.label(zh))).unwrap_or_default();
                format!("{gate}{}{}", place(*form, *item, member, Wording { language: zh, names }), fault.text(zh))
            }
            Self::TooFew { gate, item, found, needed } => {
                format!("{}中{}有 {found} 个，至少需要 {needed} 个", gate.label(zh), item.label(zh))
            }
            Self::NotPositive { gate, item, found } => {
                let place = gate.map(|gate| format!("{}中", gate.label(zh))).unwrap_or_default();
                format!("{place}{}应大于零，现为{}", item.label(zh), found.text(zh))
            }
            Self::Unordered { gate, item, found, not_before } => {
                format!("{}中{} {found} 不得早于 {not_before}", gate.label(zh), item.label(zh))
            }
            Self::WorksNotSmall { area, cost } => {
                format!("工程面积 {area} 平方米、造价{}，超过限额，须取得施工许可证", cost.text(zh))
            }
            Self::NotFormalAgreement { kind } => format!("“{}”不构成签约，须为正式协议", kind.label(zh)),
            Self::AgreementNotFitting { kind, project, fitting } => {
                format!("“{}”不适用于{}，应为“{}”", kind.label(zh), project.label(zh), fitting.label(zh))
            }
            Self::DossierRequired { verb } => {
                format!("“{}”将进入储备库，而项目从未入库，须补交入库材料", verb.label(zh))
            }
            Self::CommitmentNotAllowed { item } => format!("按政策，{}不得以承诺代替", item.label(zh)),
            Self::CommitmentOverdue { item, due, effective_on } => {
                format!("{}承诺的期限 {due} 早于 {effective_on}，已逾期", item.label(zh))
            }
            Self::WaiverNotAllowed { item } => format!("按政策，{}不得免除", item.label(zh)),
            Self::PermitNotYetValid { item, issued_on, effective_on } => {
                format!("{}于 {issued_on} 核发，晚于 {effective_on}", item.label(zh))
            }
            Self::PermitExpired { item, valid_until, effective_on } => {
                format!("{}有效期至 {valid_until}，{effective_on} 已失效", item.label(zh))
            }
            Self::DatedInFuture { item, dated, today } => {
                format!("{}（{dated}）晚于今日 {today}", item.label(zh))
            }
            Self::DatedAfterEffective { item, dated, effective_on } => {
                format!("{}（{dated}）晚于业务发生日期 {effective_on}", item.label(zh))
            }
            Self::OperationTooShort { since, reached_on, effective_on } => {
                format!("自 {since} 起连续运营，{reached_on} 起方可认定；业务发生日期为 {effective_on}")
            }
            Self::PlanningNotVoidable => "策划登记不得撤销".into(),
            Self::NotLast { version, last } => {
                format!("第 {version} 号记录不是最后一次有效的阶段变更，最后一次为第 {last} 号记录")
            }
            Self::NotStanding { version } => format!("第 {version} 号记录不是有效的阶段变更"),
            Self::OutOfStep { version, to, earlier, later } => {
                let mut text = format!("第 {version} 号记录的日期不得改为 {to}");
                if let Some(earlier) = earlier {
                    text += &format!("；在前的第 {} 号记录日期为 {}", earlier.version, earlier.on);
                }
                if let Some(later) = later {
                    text += &format!("；在后的第 {} 号记录日期为 {}", later.version, later.on);
                }
                text
            }
            Self::NoStandingFact { version } => format!("第 {version} 号记录不是有效的登记事项"),
            Self::RestedOn { version, by } => {
                format!("第 {} 号记录（{}）以第 {version} 号记录为前提，须先予撤销", by.version, by.on)
            }
            Self::FactUnfit { fact, why } => {
                format!("第 {} 号记录（{}）将不能成立：{}", fact.version, fact.on, why.chinese(names))
            }
            Self::NothingToAmend => "变更内容为空".into(),
            Self::LinkToSelf => "项目不得与自身关联".into(),
            Self::AlreadyLinked => "该关联已存在".into(),
            Self::NotPaused => "项目未曾停工（停产）".into(),
            Self::AlreadyPaused { version, on } => format!("该日在 {on} 起的停工（停产）期间内（第 {version} 号记录）"),
            Self::AlreadyResumed { version, on } => format!("项目已于 {on} 复工（复产）（第 {version} 号记录）"),
            Self::AlreadyReached { version, on } => format!("该节点已于 {on} 达成（第 {version} 号记录）"),
            Self::NotPausedYet { effective_on, on, version } => {
                format!("{effective_on} 早于首次停工（停产）日期 {on}（第 {version} 号记录）")
            }
            Self::PauseEnded { effective_on, on, version } => {
                format!("{effective_on} 晚于 {on}，第 {version} 号记录表明停工（停产）至该日已结束")
            }
            Self::OutsideSeason { effective_on, from: Some(from), to: Some(to) } => {
                let day = |day: &DayOfYear| format!("{}月{}日", day.numbers().0, day.numbers().1);
                let year = if to.numbers() < from.numbers() { "次年" } else { "" };
                format!("{effective_on} 不在季节性停工期（{}至{year}{}）内", day(from), day(to))
            }
            Self::OutsideSeason { .. } => "政策未规定季节性停工期".into(),
            Self::PeriodReversed { from, to } => format!("期间止于 {to}，早于其起始日 {from}"),
            Self::PeriodCrossesYear { from, to } => format!("期间 {from} 至 {to} 跨年度，应分年度填报"),
            Self::PeriodsOverlap { from, to, version, other_from, other_to } => format!(
                "期间 {from} 至 {to} 与第 {version} 号记录的期间 {other_from} 至 {other_to} 重叠，且均非自 1 月 1 日起、\
                 完整包含另一期间的累计数"
            ),
            Self::PeriodNotOver { to, effective_on } => format!("期间至 {to} 为止，{effective_on} 尚未结束"),
            Self::NoCommitment { version, item } => {
                format!("第 {version} 号记录中没有尚未兑现的{}承诺", item.label(zh))
            }
            Self::NotLater { item, due, committed } => {
                format!("{}原承诺期限为 {committed}，{due} 并未延后", item.label(zh))
            }
            Self::RemarkNeeded => "其他节点须在备注中写明名称".into(),
            Self::NotCommissioned { commissioned_on: Some(on), effective_on } => {
                format!("{effective_on} 早于投产日期 {on}")
            }
            Self::NotCommissioned { commissioned_on: None, .. } => "项目尚未投产".into(),
            Self::CommissionedWhole => "项目已整体投产，不存在后续投产部分".into(),
            Self::PaperNeeded { item } => format!("须附{}", item.label(zh)),
            Self::NotSigned { signed_on: Some(on), effective_on } => format!("{effective_on} 早于签约日期 {on}"),
            Self::NotSigned { signed_on: None, .. } => "项目没有有效协议".into(),
            Self::NotRegistered { registered_on: Some(on), effective_on } => {
                format!("{effective_on} 早于注册日期 {on}")
            }
            Self::NotRegistered { registered_on: None, .. } => "项目公司尚未注册".into(),
            Self::NotNegotiating { position, effective_on } => {
                format!("{effective_on} {}，洽谈期间方可增加客户", standing(*position))
            }
            Self::ClientInTalks { version } => format!("该客户已参与本次洽谈（第 {version} 号记录）"),
            Self::NotRelocatable { position, effective_on } => {
                format!("{effective_on} {}，开工前方可异地流转", standing(*position))
            }
            Self::NotInZone { zone, present } => format!("项目现位于开发区 {present}，不在 {zone}"),
            Self::AlreadyInZone { zone } => format!("项目已在开发区 {zone}"),
            Self::AlreadyRelocated { version, on } => {
                format!("项目其后已于 {on} 办理异地流转（第 {version} 号记录）")
            }
            Self::InvestmentAgreed { version, on } => format!(
                "计划总投资已由 {on} 签订的协议约定（第 {version} 号记录），须以补充协议变更，或附依据文件并说明事由"
            ),
            Self::ZoneNotRegistered { registered_on: Some(on), effective_on } => {
                format!("{effective_on} 早于开发区登记日期 {on}")
            }
            Self::ZoneNotRegistered { registered_on: None, .. } => "开发区尚未登记".into(),
            Self::ZoneRegistered { version, on } => format!("开发区已于 {on} 登记（第 {version} 号记录）"),
            Self::NoHost => "开发区须至少位于一个区县（市）".into(),
            Self::TooManyLeading { class, found, limit } => {
                format!("{}开发区主导产业不超过 {limit} 个，现有 {found} 个", class.label(zh))
            }
            Self::TooManySpecial { found, limit } => {
                format!("开发区特色产业不超过 {limit} 个，现有 {found} 个")
            }
            Self::AlreadyOfClass { class, version, on } => {
                format!("开发区自 {on} 起已为{}（第 {version} 号记录）", class.label(zh))
            }
            Self::ClassChangedLater { version, on } => {
                format!("开发区级别其后已于 {on} 变更（第 {version} 号记录）")
            }
            Self::BaselineStands { kind, version, on } => {
                format!("{}底数已核定，截至 {on}（第 {version} 号记录）", kind.label(zh))
            }
            Self::Host(reason) => reason.text(zh).into(),
            Self::RecordTooLarge { bytes, limit } => {
                format!("该事项须登记的内容共 {bytes} 字节，上限为 {limit} 字节")
            }
        }
    }
}

impl fmt::Display for Reason {
    /// The English sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}
