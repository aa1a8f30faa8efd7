//! What a record says of its project's profile, beyond name and zone.

use core::fmt::Display;

use super::columns::Columns;
use super::exception::{Code, Exception};
use super::mapping::Mapping;
use super::profile_columns::{ProfileColumns, WordColumn};
use super::records::Cells;
use super::word::Word;
use crate::lifecycle::{ProjectCategory, ProjectKind};
use crate::value::{IndustryCode, MoneyError, Unit, narrow};
use crate::{ClientId, Language, Money, Profile};

/// The optional members of a profile, as far as the record has them and they can be read.
#[derive(Debug, Default)]
pub(super) struct Particulars {
    category: Option<ProjectCategory>,
    industry: Option<IndustryCode>,
    investor: Option<ClientId>,
    kind: Option<ProjectKind>,
    total_investment: Option<Money>,
    /// The cells that were read.
    pub(super) cells: Vec<Filled>,
}

/// A cell that something stands in.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub(super) column: String,
    pub(super) value: String,
}

impl Particulars {
    /// Reads a record's cells; those that cannot be read are added to the faults and count as empty.
    pub(super) fn of(cells: Cells<'_>, columns: &Columns<'_>, mapping: &Mapping, faults: &mut Vec<Exception>) -> Self {
        let ProfileColumns { category, industry, investor, kind, total_investment } = &mapping.profile;
        let mut read = Vec::new();
        let mut reader = Reader { cells, columns, read: &mut read, faults };
        let total_investment = total_investment
            .as_ref()
            .and_then(|amounts| reader.cell(&amounts.column, Code::BadAmount, |cell| amount(cell, amounts.unit)));
        let category = category.as_ref().and_then(|words| reader.word(words));
        let kind = kind.as_ref().and_then(|words| reader.word(words));
        let industry = industry.as_ref().and_then(|codes| {
            reader.cell(&codes.column, Code::BadValue, |cell| IndustryCode::parse(&narrow(cell), codes.edition))
        });
        let investor = investor.as_ref().and_then(|column| reader.cell(column, Code::BadValue, ClientId::new));
        Self { category, industry, investor, kind, total_investment, cells: read }
    }

    /// Adds them to a profile.
    pub(super) fn complete(&self, mut profile: Profile) -> Profile {
        if let Some(category) = self.category {
            profile = profile.in_category(category);
        }
        if let Some(industry) = self.industry {
            profile = profile.in_industry(industry);
        }
        if let Some(investor) = &self.investor {
            profile = profile.by_investor(investor.clone());
        }
        if let Some(kind) = self.kind {
            profile = profile.of_kind(kind);
        }
        if let Some(total) = self.total_investment {
            profile = profile.investing(total);
        }
        profile
    }
}

/// Reads cells of a record by their columns' names.
struct Reader<'a> {
    cells: Cells<'a>,
    columns: &'a Columns<'a>,
    read: &'a mut Vec<Filled>,
    faults: &'a mut Vec<Exception>,
}

impl Reader<'_> {
    /// What a cell says, if it is not blank and can be read.
    fn cell<T, E: Display>(&mut self, column: &str, code: Code, read: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let cell = self.columns.cell(self.cells, column);
        if cell.is_empty() {
            return None;
        }
        let (column, value) = (column.to_owned(), cell.to_owned());
        match read(cell) {
            Ok(said) => {
                self.read.push(Filled { column, value });
                Some(said)
            }
            Err(why) => {
                let detail = format!("{why}; the cell counts as empty");
                self.faults.push(Exception { column, value, code, detail });
                None
            }
        }
    }

    fn word<T: Word>(&mut self, words: &WordColumn<T>) -> Option<T> {
        self.cell(&words.column, Code::BadValue, |cell| {
            words.read(cell).ok_or_else(|| {
                let labels: Vec<_> = T::MEMBERS.iter().map(|member| member.written(Language::Chinese)).collect();
                let synonyms: Vec<_> = words.synonyms.keys().map(String::as_str).collect();
                let known = [labels, synonyms].concat().join(", ");
                format!("`{cell}` is not a known word here, such as {known}; add it to the mapping's synonyms")
            })
        })
    }
}

/// An amount in the unit that the cell carries, or else in its column's. A planned total is above zero.
fn amount(cell: &str, unit: Unit) -> Result<Money, String> {
    let money = match Money::parse_lenient(cell) {
        Err(MoneyError::Unit { .. }) => Money::from_decimal(&narrow(cell), unit),
        done => done,
    };
    match money {
        Ok(money) if money.is_positive() => Ok(money),
        Ok(money) => Err(format!("{money} is no planned total; it must be above zero")),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_carry_its_own_unit() {
        for (cell, unit, fen) in [
            ("1200", Unit::WanYuan, 1_200_000_000),
            ("1,200.50", Unit::WanYuan, 1_200_500_000),
            ("0.000001", Unit::WanYuan, 1),
            ("１２００", Unit::Yuan, 120_000),
            ("1.2", Unit::YiYuan, 12_000_000_000),
            ("1.2亿元", Unit::WanYuan, 12_000_000_000),
            ("1.2亿", Unit::WanYuan, 12_000_000_000),
            ("９，８００万元", Unit::YiYuan, 9_800_000_000),
            ("65万", Unit::Yuan, 65_000_000),
            ("350元", Unit::WanYuan, 35_000),
            ("１.２　亿元", Unit::WanYuan, 12_000_000_000),
            ("1200 万元", Unit::YiYuan, 1_200_000_000),
        ] {
            assert_eq!(amount(cell, unit), Ok(Money::from_fen(fen)), "{cell} in {unit}");
        }
        for bad in [
            "待定",
            "无",
            "-",
            "-5",
            "+5",
            "约5000",
            "5O0",
            "1.2.3",
            "1,20",
            "1e4",
            "亿元",
            "万元",
            "0",
            "0.00万元",
            "500万美元",
            "0.0000001",
            "99999999999999亿元",
            "5000-8000",
            "１. ２亿",
        ] {
            assert!(amount(bad, Unit::WanYuan).is_err(), "{bad}");
        }
    }
}
