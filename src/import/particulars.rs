//! What a record says of its project's profile, beyond name and zone.

use super::columns::Columns;
use super::exception::{Code, Exception};
use super::fold;
use super::mapping::Mapping;
use super::profile_columns::{ProfileColumns, WordColumn};
use super::records::Cells;
use super::said::Said;
use super::word::Word;
use crate::lifecycle::{ProjectCategory, ProjectKind};
use crate::value::IndustryCode;
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
        let mut reader = Reader { cells, columns, mapping, read: &mut read, faults };
        let total_investment = total_investment.as_ref().and_then(|amounts| {
            reader.cell(&amounts.column, |cell| {
                let money = amounts.read(cell).map_err(|why| (Code::BadAmount, why.counted_as_empty()))?;
                let fault = mapping.rules.bounds.amount_fault(money);
                fault.map_or(Ok(money), |why| Err((Code::AmountOutOfBounds, why)))
            })
        });
        let category = category.as_ref().and_then(|words| reader.word(words));
        let kind = kind.as_ref().and_then(|words| reader.word(words));
        let industry = industry.as_ref().and_then(|codes| {
            reader.cell(&codes.column, |cell| {
                IndustryCode::parse(&fold::id(cell), codes.edition).map_err(|why| {
                    let chinese = format!("“{cell}”不是{}版国民经济行业分类的代码，如 C3491", codes.edition);
                    (Code::BadValue, Said::new(why.to_string(), chinese).counted_as_empty())
                })
            })
        });
        let investor = investor.as_ref().and_then(|column| {
            reader.cell(column, |cell| {
                if mapping.rules.placeholders.has_text(cell) {
                    return Err((Code::Placeholder, says_nothing(cell)));
                }
                let id = if mapping.rules.folding.0 { fold::id(cell) } else { cell.into() };
                ClientId::new(&id).map_err(|why| (Code::BadValue, Said::no_id(&why).counted_as_empty()))
            })
        });
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
    mapping: &'a Mapping,
    read: &'a mut Vec<Filled>,
    faults: &'a mut Vec<Exception>,
}

impl Reader<'_> {
    /// What a cell says, if it is not blank and can be read.
    fn cell<T>(&mut self, column: &str, read: impl Fn(&str) -> Result<T, (Code, Said)>) -> Option<T> {
        let cell = self.columns.cell(self.cells, column);
        if cell.is_empty() {
            return None;
        }
        if self.mapping.rules.placeholders.has(cell) {
            self.faults.push(placeholder(column, cell));
            return None;
        }
        match read(cell) {
            Ok(said) => {
                self.read.push(Filled { column: column.to_owned(), value: cell.to_owned() });
                Some(said)
            }
            Err((code, why)) => {
                self.faults.push(Exception::of_cell(column, cell, code, why));
                None
            }
        }
    }

    fn word<T: Word>(&mut self, words: &WordColumn<T>) -> Option<T> {
        // a word of the mapping is none of its placeholders
        let cell = self.columns.cell(self.cells, &words.column);
        if let Some(member) = words.read(cell) {
            self.read.push(Filled { column: words.column.clone(), value: cell.to_owned() });
            return Some(member);
        }
        self.cell(&words.column, |cell| {
            let known = |language: Language, between: &str| {
                let labels = T::MEMBERS.iter().map(|member| member.written(language));
                labels.chain(words.synonyms.keys().map(String::as_str)).collect::<Vec<_>>().join(between)
            };
            let english = known(Language::English, ", ");
            let said = Said::new(
                format!("`{cell}` is not a known word here, such as {english}; add it to the mapping's synonyms"),
                format!(
                    "“{cell}”不在可用词语之内（{}），请在导入设置的 synonyms 中列明",
                    known(Language::Chinese, "、")
                ),
            );
            Err((Code::BadValue, said.counted_as_empty()))
        })
    }
}

/// The exception of a cell that says that nothing is there.
pub(super) fn placeholder(column: &str, cell: &str) -> Exception {
    Exception::of_cell(column, cell, Code::Placeholder, says_nothing(cell))
}

fn says_nothing(cell: &str) -> Said {
    let said = Said::new(
        format!("`{cell}` is one of the mapping's placeholders and says nothing"),
        format!("“{cell}”是占位符或公式错误，不是实际内容"),
    );
    said.counted_as_empty()
}
