//! One project's track: each row says what the track says.

use project_lifecycle::Language::{self, Chinese, English};
use project_lifecycle::board::TrackPicture;
use project_lifecycle::lifecycle::{Item, Outcome, PauseReason, ZombieCause};
use project_lifecycle::portfolio::{
    CorrectionKind, Light, LightReason, Lit, Signal, Track, TrackCorrection, TrackPause,
};
use project_lifecycle::project::Owed;
use project_lifecycle::value::UtcOffset;
use project_lifecycle::{Stage, Verb};

use super::drawn::{HOSTILE, Owner, begins, imprint, is, node, read, rows, shape, step, texts};
use crate::common::{at, day, instant, stalled, text};

const AS_OF: &str = "2019-09-30";

fn drawn(track: &Track<'_>, language: Language) -> String {
    let offset = UtcOffset::hours(8).expect("an offset");
    TrackPicture::new(track, None, offset, imprint(AS_OF)).told_in(language).to_string()
}

/// A project with one of each.
fn eventful<'a>(owner: &'a Owner, explanation: &str) -> Track<'a> {
    let steps = [(Stage::Planned, "2018-01-10"), (Stage::Signed, "2018-06-01"), (Stage::Started, "2018-09-01")];
    let mut started = node(Stage::Started, "2018-08-15", Some("2018-09-01"), AS_OF);
    started.agreed_first = day("2018-07-01");
    let nodes = vec![
        started,
        node(Stage::Producing, "2019-09-29", None, AS_OF),
        node(Stage::Operating, "2020-08-01", None, AS_OF),
    ];
    let pause = |from, until: Option<&str>, reason| {
        let (from, until, explanation) = (day(from), until.map(day), text(explanation));
        TrackPause { from, until, expected_until: None, reason, explanation }
    };
    let pauses = vec![
        pause("2018-11-15", Some("2019-03-20"), PauseReason::Season),
        pause("2019-06-01", None, PauseReason::Land),
    ];
    let mut track = owner.track(&steps, nodes, pauses);
    for (step, verb) in track.steps.iter_mut().zip([None, Some(Verb::Sign), Some(Verb::Start)]) {
        step.verb = verb;
    }
    track.steps[1].is_doubtful = true;
    let mut stall = step(4, stalled(Stage::Started), "2019-07-01");
    (stall.verb, stall.cause) = (Some(Verb::Stall), Some(ZombieCause::LandNotCleared));
    track.steps.push(stall);
    track.project.position = stalled(Stage::Started);
    let owed =
        |committed, due| Owed { committed: day(committed), due: day(due), item: Item::UniquenessClaim, version: 2 };
    track.owed = vec![owed("2019-08-01", "2019-09-01"), owed("2019-12-01", "2019-12-01")];
    let corrected = |kind, verb, from: Option<&str>, to: Option<&str>| TrackCorrection {
        version: 9,
        // the first minute of the third day in the plan's offset
        recorded_at: instant("2019-02-02T16:00:00Z"),
        kind,
        corrects: 3,
        verb,
        from: from.map(day),
        to: to.map(day),
    };
    track.corrections = vec![
        corrected(CorrectionKind::Redate, Some(Verb::Start), Some("2018-08-20"), Some("2018-09-01")),
        corrected(CorrectionKind::Void, Some(Verb::Register), Some("2018-08-01"), None),
        corrected(CorrectionKind::Correct, Some(Verb::Sign), Some("2018-06-01"), Some("2018-06-01")),
        corrected(CorrectionKind::VoidFact, None, None, None),
    ];
    track
}

#[test]
fn every_row_says_what_the_track_says() {
    let owner = Owner::named("a");
    let track = eventful(&owner, "等待净地");
    let svg = drawn(&track, Chinese);
    let document = read(&svg);
    let said: Vec<_> = rows(&document).into_iter().map(|row| texts(row).join("|")).collect();
    let expected = [
        "阶段",
        "策划|2018-01-10 策划",
        "签约|2018-06-01 （存疑） 签约",
        "开工|2018-09-01 开工",
        "认定为僵尸项目（企业）|2019-07-01 僵尸项目或僵尸企业（停滞于开工） · 未净地交付",
        "计划与实际",
        "开工|计划 2018-08-15（原 2018-07-01），实际 2018-09-01，迟 17 天",
        "投产|计划 2019-09-29，迟 1 天",
        "运营|计划 2020-08-01",
        "停工",
        "季节性停工|2018-11-15 – 2019-03-20 等待净地",
        "待地|2019-06-01 – 仍在停工 等待净地",
        "欠交材料",
        "首报首谈登记|应于 2019-09-01（原承诺 2019-08-01），迟 29 天",
        "首报首谈登记|应于 2019-12-01",
        "更正",
        "更正阶段变更日期|2019-02-03 开工 2018-08-20 → 2018-09-01",
        "撤销阶段变更|2019-02-03 注册 2018-08-01 → 撤销",
        "更正阶段变更材料|2019-02-03 签约 2018-06-01",
        "撤销登记事项|2019-02-03",
    ];
    assert_eq!(said, expected);
    let svg = drawn(&track, English);
    let document = read(&svg);
    let said: Vec<_> = rows(&document).into_iter().map(|row| texts(row).join("|")).collect();
    assert_eq!(said[6], "Under construction|planned 2018-08-15 (first 2018-07-01), reached 2018-09-01, 17 days late");
    assert_eq!(said[7], "Producing|planned 2019-09-29, 1 day late");
    assert_eq!(said[13], "first-report claim|due 2019-09-01 (promised for 2019-08-01), 29 days late");
}

#[test]
fn the_light_says_why() {
    let owner = Owner::named("a");
    let track = owner.track(&[(Stage::Planned, "2018-01-10")], vec![], vec![]);
    let (light, reason, since) = (Light::Red, LightReason::NotStarted, day("2019-07-15"));
    let why = vec![Lit { light, reason, since, days: 77, month: Some(3), excuse: None }];
    let signal = Signal { project: track.project.clone(), light, why };
    let picture = TrackPicture::new(&track, Some(&signal), UtcOffset::UTC, imprint(AS_OF));
    let svg = picture.told_in(Chinese).to_string();
    let document = read(&svg);
    assert_eq!(texts(rows(&document)[0]), ["应不晚于2019-07-15开工，尚未开工，连续第3个月"]);
}

#[test]
fn marks_and_lines_stand_where_the_days_are() {
    let owner = Owner::named("a");
    let svg = drawn(&eventful(&owner, "x"), English);
    let document = read(&svg);
    let rows = rows(&document);
    let (start, production) = (rows[6], rows[7]);
    // planned first in July, then in August, reached in September
    let [first, from] = begins(start, "f")[..] else { panic!("a mark and a line") };
    let ([planned], [reached], [late]) = (&begins(start, "o")[..], &begins(start, "x")[..], &begins(start, "l")[..])
    else {
        panic!("a plan, what was reached, and a line between")
    };
    assert_eq!((first, *late), (from, *planned));
    assert!(first < *planned && planned < reached);
    // late, and not reached
    assert_eq!((begins(production, "x"), begins(production, "l")), (vec![], begins(production, "o")));
    assert_eq!((begins(rows[8], "l"), begins(rows[14], "l")), (vec![], vec![]), "not due yet");
    assert_eq!((begins(rows[10], "p").len(), begins(rows[11], "p").len()), (1, 1));
}

#[test]
fn what_there_is_none_of_is_said() {
    let owner = Owner::named("a");
    let track = owner.track(&[(Stage::Planned, "2018-01-10")], vec![], vec![]);
    for (language, none) in [(Chinese, "无"), (English, "none")] {
        let svg = drawn(&track, language);
        let document = read(&svg);
        let said: Vec<_> = rows(&document).into_iter().map(|row| texts(row).join("|")).collect();
        assert_eq!(said.iter().filter(|text| *text == none).count(), 4, "{said:?}");
    }
}

#[test]
fn nothing_is_overdue_of_a_closed_project() {
    let owner = Owner::named("a");
    let mut track = eventful(&owner, "x");
    let mut closing = step(5, at(Stage::Closed), "2019-08-01");
    (closing.verb, closing.outcome) = (Some(Verb::Close), Some(Outcome::Withdrawn));
    track.steps.push(closing);
    track.project.position = at(Stage::Closed);
    let svg = drawn(&track, Chinese);
    let document = read(&svg);
    let said: Vec<_> = rows(&document).into_iter().map(|row| texts(row).join("|")).collect();
    assert_eq!(said[5], "退出|2019-08-01 退出 · 投资方撤资");
    assert_eq!(said[14], "首报首谈登记|应于 2019-09-01（原承诺 2019-08-01）");
}

#[test]
fn the_longest_life_is_drawn_up_to_its_end() {
    let owner = Owner::named("a");
    let steps = [(Stage::Planned, "0001-01-01"), (Stage::Signed, "2018-06-01")];
    let track = owner.track(&steps, vec![node(Stage::Started, "9999-12-31", None, AS_OF)], vec![]);
    let svg = drawn(&track, Chinese);
    let document = read(&svg);
    assert_eq!(begins(rows(&document)[4], "o").len(), 1, "the last day is shown");
}

#[test]
fn nothing_of_a_name_becomes_markup() {
    let long = "长".repeat(200);
    for name in HOSTILE.into_iter().chain([long.as_str()]) {
        for language in Language::ALL {
            let (owner, tame) = (Owner::all(name), Owner::named("a"));
            let (svg, tame) = (drawn(&eventful(&owner, name), language), drawn(&eventful(&tame, "x"), language));
            let (document, tame) = (read(&svg), read(&tame));
            // a name that is cut has the whole one beside it
            let bare = |document| shape(document).into_iter().filter(|name| name != "title").collect::<Vec<_>>();
            assert_eq!(bare(&document), bare(&tame), "{name}");
            let is_script = |text: &str| text.contains("<script");
            let is_said = document.descendants().any(|node| node.is_text() && node.text().is_some_and(is_script));
            assert_eq!(is_said, is_script(name), "it is text, if anything");
            assert!(document.descendants().any(|node| is(node, "title")));
        }
    }
}
