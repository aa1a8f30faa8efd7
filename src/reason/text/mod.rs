//! The sentences of reasons, in both languages.

mod chinese;
mod english;

use core::fmt;

use super::{Names, Reason, Wording};
use crate::glossary;
use crate::lifecycle::Item;
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
}

impl fmt::Display for Reason {
    /// The English sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}
