//! The sentences in Chinese.

use super::{list, place};
use crate::lifecycle::{Position, Stage, Verb, ZombieCause};
use crate::reason::{Names, Reason, Wording};
use crate::value::DayOfYear;
use crate::vocabulary::Language;

impl Reason {
    pub(super) fn chinese(&self, names: &Names) -> String {
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
