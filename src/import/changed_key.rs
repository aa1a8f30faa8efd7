//! Keys that a spreadsheet changed.

/// What a spreadsheet surely did to a key, in English and in Chinese; nothing if it may be as it was written.
pub(super) fn change(key: &str) -> Option<[&'static str; 2]> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if key.starts_with(['\'', '‘', '’', '=']) {
        return Some(["it has the mark by which a spreadsheet keeps a text", "带有电子表格的文本标记"]);
    }
    let is_rounded = || {
        let (mantissa, exponent) = key.split_once("E+").or_else(|| key.split_once("e+"))?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        (whole.len() == 1 && is_number(whole) && is_number(fraction) && is_number(exponent)).then_some(())
    };
    if is_rounded().is_some() {
        return Some(["it is a long number that was rounded", "长编号被转成科学计数，末尾数字已丢失"]);
    }
    if is_number(key) && key.len() > 15 && key[15..].bytes().all(|byte| byte == b'0') {
        return Some([
            "a spreadsheet keeps fifteen digits of a number, and those behind are all zero",
            "电子表格只保留15位数字，其后全部为零",
        ]);
    }
    if key
        .split_once('.')
        .is_some_and(|(whole, zeros)| is_number(whole) && !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0'))
    {
        return Some(["it was taken for a number with decimals", "编号被当作小数"]);
    }
    if is_grouped(key) {
        return Some(["it was taken for a number and grouped by thousands", "编号被当作数字并加了千分位"]);
    }
    if is_date(key) {
        return Some(["it was taken for a date", "编号被转成日期"]);
    }
    None
}

/// A number with its thousands parted: `1,001`.
fn is_grouped(key: &str) -> bool {
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((first, rest)) = key.split_once(',') else { return false };
    matches!(first.len(), 1..=3)
        && are_digits(first)
        && rest.split(',').all(|group| group.len() == 3 && are_digits(group))
}

/// How spreadsheets write what they take for a date: `3月5日`, `5-Mar`, `Mar-05`, `5-Mar-18`.
fn is_date(key: &str) -> bool {
    let is_number = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    let chinese = || {
        let (month, rest) = key.split_once('月')?;
        let month = month.split_once('年').map_or(month, |(_, month)| month);
        (is_number(month) && (rest.is_empty() || rest.strip_suffix('日').is_some_and(is_number))).then_some(())
    };
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let is_english = |(one, other): (&str, &str)| {
        (MONTHS.contains(&one) && is_number(other)) || (is_number(one) && MONTHS.contains(&other))
    };
    let without_year =
        key.rsplit_once('-').filter(|(_, year)| matches!(year.len(), 2 | 4)).map_or(key, |(rest, year)| {
            if rest.contains('-') && year.bytes().all(|byte| byte.is_ascii_digit()) { rest } else { key }
        });
    chinese().is_some() || without_year.split_once('-').is_some_and(is_english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_did_is_seen() {
        for key in [
            "2.10102E+17",
            "2E+17",
            "1.5e+10",
            "'001",
            "’001",
            "=\"001\"",
            "=A1",
            "210102201800001000",
            "2101022018000000",
            "1001.0",
            "12.00",
            "3月5日",
            "12月1日",
            "2018年3月",
            "5-Mar",
            "Mar-05",
            "5-Mar-18",
            "05-Mar-2018",
            "1,001",
            "12,345,678",
        ] {
            assert!(change(key).is_some(), "{key}");
        }
        for key in [
            "A-1",
            "001",
            "1",
            "SY-001",
            "210102201800001234",
            "210102201800000",
            "2018-210112-30-03-001234",
            "1E5",
            "E+17",
            "12.5",
            "1.10.0",
            "3-5",
            "2018-3-5",
            "Mar-A",
            "5-Mar-A",
            "5-6-18",
            "1,01",
            "1,001a",
            "1234,567",
            "A,001",
            "A'1",
            "月5日",
            "",
            "沈",
            "Ref.0",
            "沈阳项目二零一八年第一批十五号",
        ] {
            assert_eq!(change(key), None, "{key}");
        }
    }
}
