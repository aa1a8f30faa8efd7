//! The law: every stage, every verb and every legal move, once; and beside them why a project may stall, what revives it,
//! and how it may be closed.
//!
//! All else derives from these rows: [`Stage`], [`Verb`](super::Verb), [`EDGES`](super::EDGES), the check at run time, the
//! typed view, event type names, exports and docs. Source: the action plan (沈政办发〔2018〕78号), paragraphs 7, 11, 12
//! and 13; what it leaves open is decided in the design and argued there.
//!
//! These rows are the newest law's. When another law follows, what differs is kept as a table of its own, and
//! [`Law`](super::Law) knows both.

use super::{Outcome, Remedy, Stage, ZombieCause};

/// Hands the rows to the macro named `$emit`, which derives one thing from them.
///
/// A verb row reads: name, method, direction (`forward`, `back`, `aside`, `out`), its gate's evidence, code, the event
/// type's middle part, English, Chinese, and the moves it may make.
macro_rules! law {
    ($emit:ident) => {
        $emit! {
            stages {
                /// Being worked out: a brief, a site, an estimate. Every project begins here.
                Planned "planned" "Planned" "策划";
                /// Admitted to the planning reserve after review (plan paragraph 7, 策划储备项目库).
                Reserve "reserve" "In reserve" "储备";
                /// In talks with a target client (paragraph 7, 招商洽谈).
                Negotiating "negotiating" "Negotiating" "洽谈";
                /// A formal agreement is signed; a letter of intent is not enough (paragraph 11).
                Signed "signed" "Signed" "签约";
                /// The project company is registered in the host zone (paragraph 11).
                Registered "registered" "Registered" "注册";
                /// The first permanent works have physically begun (paragraph 11).
                Started "started" "Under construction" "开工";
                /// Commissioned: accepted or in trial production, with a first output (paragraph 11).
                Producing "producing" "Producing" "投产";
                /// In regular operation (paragraph 11).
                Operating "operating" "Operating" "运营";
                /// Stalled: a zombie project or enterprise (paragraphs 12 and 13). It remembers where it stalled.
                Zombie "zombie" "Zombie" "僵尸项目（企业）";
                /// Left for good, with an outcome. The only terminal; not one of the plan's nine stages.
                Closed "closed" "Closed" "退出";
            }
            verbs {
                /// Admits a planned project to the planning reserve (入库).
                Admit admit forward Dossier "admit" "admitted" "Admit to the reserve" "入储备库"
                    { Planned => Reserve }
                /// Opens talks with a client; from `planned` when the investor brings the project.
                Engage engage forward Engagement "engage" "engaged" "Open talks" "启动洽谈"
                    { Reserve => Negotiating, Planned => Negotiating }
                /// Signs the formal agreement.
                Sign sign forward Agreement "sign" "signed" "Sign" "签约"
                    { Negotiating => Signed }
                /// Registers the project company.
                Register register forward Registration "register" "registered" "Register the company" "注册"
                    { Signed => Registered }
                /// Starts construction.
                Start start forward Commencement "start" "started" "Start construction" "开工"
                    { Registered => Started }
                /// Commissions the works.
                Commission commission forward Commissioning "commission" "commissioned" "Commission" "投产"
                    { Started => Producing }
                /// Enters regular operation.
                Operate operate forward Operation "operate" "operating" "Enter operation" "运营"
                    { Producing => Operating }
                /// Sends a reserve project back to planning.
                SendBack send_back back Grounds "send_back" "sent_back" "Send back to planning" "退回策划"
                    { Reserve => Planned }
                /// Breaks off talks; the project returns to the reserve.
                BreakOff break_off back Grounds "break_off" "broken_off" "Break off talks" "终止洽谈（退回储备）"
                    { Negotiating => Reserve }
                /// Reopens talks after a material change or with another investor; the signing is rescinded.
                ReopenTalks reopen_talks back Rescission "reopen_talks" "talks_reopened" "Reopen talks" "重新洽谈"
                    { Signed => Negotiating }
                /// Terminates the agreement and keeps the project in the reserve.
                Terminate terminate back Rescission "terminate" "terminated" "Terminate the agreement" "解约"
                    { Signed => Reserve }
                /// Finds the project or enterprise to be a zombie.
                Stall stall aside StallFinding "stall" "stalled" "Find to be a zombie" "认定为僵尸项目（企业）"
                    {
                        Signed => Zombie, Registered => Zombie, Started => Zombie, Producing => Zombie,
                        Operating => Zombie
                    }
                /// Revives a zombie: back to the stage it stalled in, and no other.
                Revive revive aside Revival "revive" "revived" "Revive" "盘活"
                    {
                        Zombie => Signed, Zombie => Registered, Zombie => Started, Zombie => Producing,
                        Zombie => Operating
                    }
                /// Closes the project with an outcome.
                Close close out Closing "close" "closed" "Close" "退出"
                    {
                        Planned => Closed, Reserve => Closed, Negotiating => Closed, Signed => Closed,
                        Registered => Closed, Started => Closed, Producing => Closed, Operating => Closed,
                        Zombie => Closed
                    }
            }
        }
    };
}
pub(crate) use law;

/// Each cause, the stages in which a project may be found a zombie for it, and the remedies that fit.
pub(super) const CAUSES: &[(ZombieCause, &[Stage], &[Remedy])] = {
    use Stage::{Operating, Producing, Registered, Signed, Started};
    use ZombieCause::*;
    &[
        (LandNotCleared, &[Signed, Registered], &[Remedy::ClearLand]),
        (PromiseUnmet, &[Signed, Registered, Started], &[Remedy::PromiseKept]),
        (InvestorStalled, &[Signed, Registered], &[Remedy::PerformanceResumed, Remedy::InvestorChanged]),
        (ConstructionHalted, &[Started], &[Remedy::WorksResumed, Remedy::InvestorChanged, Remedy::Restructured]),
        (NoActivity, &[Started, Producing, Operating], &[Remedy::Restructured]),
        (ObsoleteByOrder, &[Producing, Operating], &[Remedy::Upgraded]),
        (Insolvent, &[Producing, Operating], &[Remedy::Restructured]),
    ]
};

/// Each outcome, and the stages in which a project may be closed with it; a zombie as the stage it stalled in.
pub(super) const OUTCOMES: &[(Outcome, &[Stage])] = {
    use Outcome::*;
    use Stage::{Negotiating, Operating, Planned, Producing, Registered, Reserve, Signed, Started};
    const ANY: &[Stage] = &[Planned, Reserve, Negotiating, Signed, Registered, Started, Producing, Operating];
    const UNFINISHED: &[Stage] = &[Planned, Reserve, Negotiating, Signed, Registered, Started];
    const COMPANY: &[Stage] = &[Registered, Started, Producing, Operating];
    &[
        (Lost, &[Negotiating]),
        (Withdrawn, UNFINISHED),
        (Abandoned, UNFINISHED),
        (TransferredOut, ANY),
        (LandReclaimed, &[Signed, Registered, Started, Producing, Operating]),
        (ClearedOut, &[Signed, Registered, Started, Producing, Operating]),
        (Liquidated, COMPANY),
        (Dissolved, COMPANY),
        (Merged, COMPANY),
        (Duplicate, ANY),
        (Combined, ANY),
    ]
};
