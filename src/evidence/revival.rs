//! The revival: what brings a zombie back to where it stalled.

use super::document::dated;
use super::gate::{Conditions, gate};
use super::{Attachment, Document, Schedule};
use crate::lifecycle::{Aim, Gate, Item, Remedy, Way};
use crate::reason::Reason;
use crate::value::{ClientId, Day, Text};

gate! {
    /// The remedy that revived a zombie (盘活, plan paragraphs 12 and 13). Which remedy fits is fixed by the cause on
    /// record.
    Revival RevivalForm {
        /// What revived it.
        needed value remedy: Remedy as Remedy,
        /// Its proof: the delivery of cleared land, the promise kept, works or power and invoices.
        needed document remedy_proof: Document<Attachment> as RemedyProof,
        /// The approved solution (解决方案).
        when("for a promise kept", "落实解决方案、继续履约的") document solution: Document<Attachment> as Solution,
        /// The day on which performance, works or production resumed.
        when("unless cleared land was delivered", "非净地交付的") act resumed_on: Day as ResumedOn,
        /// The way of restructuring (paragraph 12).
        when("for a restructuring", "重组的") value way: Way as Way,
        /// What the way is, if it is none of the common ones.
        when("for another way", "以其他方式重组的") value way_name: Text as WayName,
        /// The aim of the restart (paragraph 12).
        when("for an upgrade", "升级的") value aim: Aim as Aim,
        /// The new investor.
        when("for a change of investor", "更换投资方的") value new_investor: ClientId as NewInvestor,
        /// The new schedule.
        needed value new_schedule: Schedule as NewSchedule,
    }
}

impl Conditions for RevivalForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        let mut need = |blank: bool, item| {
            if blank {
                gaps.push(Reason::Missing { gate: Gate::Revival, item });
            }
        };
        let Some(remedy) = self.remedy.given() else { return };
        if *remedy != Remedy::ClearLand {
            need(self.resumed_on.is_blank(), Item::ResumedOn);
        }
        match remedy {
            Remedy::PromiseKept => need(self.solution.is_blank(), Item::Solution),
            Remedy::InvestorChanged => need(self.new_investor.is_blank(), Item::NewInvestor),
            Remedy::Restructured => {
                need(self.way.is_blank(), Item::Way);
                need(self.way.given() == Some(&Way::Other) && self.way_name.is_blank(), Item::WayName);
            }
            Remedy::Upgraded => need(self.aim.is_blank(), Item::Aim),
            Remedy::ClearLand => dated(self.remedy_proof.given(), Gate::Revival, Item::RemedyProof, gaps),
            Remedy::PerformanceResumed | Remedy::WorksResumed => {}
        }
    }
}
