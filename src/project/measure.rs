//! What an investment report measures.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What an investment report measures. The measures are different amounts and are never added to one another.
    #[non_exhaustive]
    InvestmentMeasure as "measure of investment" {
        /// 完成投资.
        Completed "completed" "Completed investment" "完成投资";
        /// 到位资金.
        InPlace "in_place" "Funds in place" "到位资金";
        /// 实际利用外资.
        ForeignUsed "foreign_used" "Foreign capital actually used" "实际利用外资";
    }
}
