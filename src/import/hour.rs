//! The time of day behind a date: it is read over.

/// A date's text without the time of day behind it: `2018-06-30 00:00:00`, `2018/6/30 0:00`, `2018-06-30T08:30`,
/// `2018/6/30 上午 8:30:00`, `2018年6月30日8时30分`. A time with an offset is none here: it could be another day's.
pub(super) fn without_time(cell: &str) -> &str {
    // nearly every cell has none
    if !cell.contains([':', '时']) {
        return cell;
    }
    let is_end = |at: &usize| cell[..*at].ends_with(|c: char| c.is_ascii_digit() || c == '日');
    let starts = cell.char_indices().map(|(at, _)| at).filter(is_end);
    for at in starts {
        let (date, rest) = cell.split_at(at);
        let time = rest.strip_prefix('T').unwrap_or_else(|| rest.trim_start());
        let is_apart = time.len() < rest.len() || date.ends_with('日');
        if is_apart && is_time(time) {
            return date;
        }
    }
    cell
}

fn is_time(text: &str) -> bool {
    const HALVES: [&str; 4] = ["上午", "下午", "AM", "PM"];
    let text = HALVES.iter().find_map(|half| text.strip_prefix(half)).unwrap_or(text).trim_start();
    let text = HALVES.iter().find_map(|half| text.strip_suffix(half)).unwrap_or(text).trim_end();
    let parts: Vec<&str> = if text.contains('时') {
        let Some((hour, rest)) = text.split_once('时') else { return false };
        let (minute, rest) = rest.split_once('分').unwrap_or(("00", rest));
        let second = rest.strip_suffix('秒').unwrap_or(if rest.is_empty() { "00" } else { "" });
        vec![hour, minute, second]
    } else {
        text.split(':').collect()
    };
    let is_within = |part: &str, most: u32| {
        let is_number = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number && part.parse().is_ok_and(|number: u32| number <= most)
    };
    let is_second = |part: &str| {
        let (whole, fraction) = part.split_once('.').unwrap_or((part, "0"));
        is_within(whole, 59) && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts[..] {
        [hour, minute] => is_within(hour, 23) && is_within(minute, 59),
        [hour, minute, second] => is_within(hour, 23) && is_within(minute, 59) && is_second(second),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_over() {
        for time in [
            " 00:00:00",
            " 0:00",
            "T08:30",
            "T00:00:00.000",
            " 23:59:59",
            "  8:30",
            " 上午 8:30:00",
            " 8:30 PM",
            " 8时30分",
            " 8时",
            " 8时30分05秒",
        ] {
            for date in ["2018-06-30", "2018/6/30", "30/06/2018", "2018年6月30日", "43281"] {
                assert_eq!(without_time(&format!("{date}{time}")), date, "{date}{time}");
            }
        }
        assert_eq!(without_time("2018年6月30日8:30"), "2018年6月30日");
    }

    #[test]
    fn what_is_no_time_stays() {
        for cell in [
            "2018-06-30",
            "2018-06-30 24:00",
            "2018-06-30 8:60",
            "2018-06-30 08:30:00Z",
            "2018-06-30T00:00:00+08:00",
            "8:30",
            "2018-06-30 8",
            "2018-06-308:30",
            "2018-06-30 8:30:",
            "2018-06-30 :30",
            "2018-06-30 1:2:3:4",
            "2018-06-30 8:30 前",
            "2018-06-30 0:00:00.",
            "时",
            "2018-06-30 8时x",
        ] {
            assert_eq!(without_time(cell), cell);
        }
    }
}
