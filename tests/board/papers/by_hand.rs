//! Cases whose cells were worked out by hand.

use project_lifecycle::lifecycle::{Outcome, PauseReason, ZombieCause};
use project_lifecycle::project::fact::{Pause, Resumption};
use project_lifecycle::{Command, Language, Money, Profile, Verb};

use super::{Office, paper, table, under};
use crate::common::evidence::provenance;
use crate::common::{day, text};
use crate::portfolio::city::{City, yuan_of, zone};

/// Signed after talks from 5 January 2018 on, for so many yuan.
fn sign(city: &mut City, name: &'static str, yuan: i64, on: &'static str) {
    city.today("2018-01-01").plan(name);
    city.acts(name, &[(Verb::Engage, "2018-01-05")]);
    city.today(on).sign_for(name, yuan, on);
}

fn pause(reason: PauseReason, until: Option<&str>) -> Command {
    Command::Pause(Pause { expected_until: until.map(day), explanation: text("停工说明"), reason })
}

const ZH: Language = Language::Chinese;

fn rows<const N: usize>(cells: &[[&str; N]]) -> Vec<Vec<String>> {
    cells.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

/// The agreed start lies 100 days after the signing: on 25 April for `late`, on 12 May for `b`.
#[test]
fn what_was_signed_and_not_started_stands_in_three_papers() {
    let mut city = City::new();
    sign(&mut city, "late", 120_000_000, "2018-01-15");
    sign(&mut city, "b", 1_234_500, "2018-02-01");
    city.today("2018-01-01").plan("read").today("2018-01-10");
    city.import("read", Verb::Engage, "2018-01-02", provenance(1));
    city.import("read", Verb::Sign, "2018-01-10", provenance(1));
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-04-30"), now);
    let papers = office.papers();
    let missing = "—（未登记）";
    let due = table(paper(&papers, "signed_not_started_due"));
    assert_eq!(
        due,
        rows(&[
            [
                "序号",
                "项目名称",
                "项目代码",
                "开发区",
                "所处阶段",
                "计划总投资（万元）",
                "项目管家",
                "牵头单位",
                "责任单位",
                "签约日期",
                "签约后天数",
                "约定开工日期",
                "逾期天数",
                "原定开工日期",
                "单位",
                "填报人",
                "截至日期",
                "数据截至",
                "模拟数据",
            ],
            [
                "1",
                "late",
                "—",
                "hunnan",
                "签约",
                "12000",
                missing,
                missing,
                missing,
                "2018-01-15",
                "105",
                "2018-04-25",
                "5",
                "2018-04-25",
                "推进办",
                "张三",
                "2018-04-30",
                "2018-02-01T10:00Z",
                "是",
            ],
        ])
    );
    let own = ["项目名称", "计划总投资（万元）", "签约后天数", "约定开工日期", "逾期天数"];
    assert_eq!(
        under(&papers, "signed_not_started_not_yet_due", &own),
        rows(&[["b", "123.45", "88", "2018-05-12", "—（未到期）"]])
    );
    assert_eq!(
        under(&papers, "signed_not_started_undated", &own),
        rows(&[["read", missing, "110", "—（未约定）", "—"]])
    );
    // what a clerk completes: 10 days after signing a schedule is due
    assert_eq!(
        under(&papers, "missing_data", &["项目名称", "待补内容"])
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>(),
        rows(&[
            ["late", "项目类别、项目管家、责任主体、进度安排"],
            ["b", "项目类别、项目管家、责任主体、进度安排"],
            ["read", "计划总投资、项目类别、项目管家、责任主体、进度安排"],
        ])
        .into_iter()
        .collect()
    );
    assert_eq!(under(&papers, "overdue_duties", &["项目名称", "应落实日期", "逾期天数"]).len(), 3);
}

/// 1亿元 and 50亿元 count themselves; the largest stands first; what is closed does not stand.
#[test]
fn large_projects_have_their_next_node() {
    let mut city = City::new();
    for (name, yuan) in
        [("below", 99_999_999), ("one", 100_000_000), ("under50", 4_999_990_000), ("fifty", 5_000_000_000)]
    {
        sign(&mut city, name, yuan, "2018-02-01");
    }
    sign(&mut city, "gone", 6_000_000_000, "2018-02-02");
    city.today("2018-03-01").close("gone", Outcome::Withdrawn, "2018-03-01");
    city.acts("one", &[(Verb::Register, "2018-03-10"), (Verb::Start, "2018-04-20")]);
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-05-31"), now);
    let papers = office.papers();
    let own = ["项目名称", "计划总投资（亿元）", "下一节点", "约定日期", "逾期天数"];
    assert_eq!(
        under(&papers, "large_projects", &own),
        rows(&[
            ["fifty", "50", "开工", "2018-05-12", "19"],
            ["under50", "49.9999", "开工", "2018-05-12", "19"],
            ["one", "1", "投产", "2018-05-12", "19"],
        ])
    );
    assert_eq!(under(&papers, "flagship_projects", &own), rows(&[["fifty", "50", "开工", "2018-05-12", "19"]]));
    assert_eq!(paper(&papers, "large_projects").title(ZH), "1亿元及以上项目一览表");
    assert_eq!(paper(&papers, "flagship_projects").title(ZH), "50亿元及以上项目一览表");
    let before = Office::on(&portfolio, day("2018-05-12"), now);
    assert_eq!(under(&before.papers(), "flagship_projects", &own)[0][4], "—（未到期）");
}

/// A day of an agreement that was terminated has passed, and nobody is late.
#[test]
fn a_day_of_an_ended_agreement_is_not_overdue() {
    let mut city = City::new();
    let profile = City::profile("ended").investing(yuan_of(6_000_000_000));
    city.today("2018-01-01").plan_as("ended", profile).acts("ended", &[(Verb::Engage, "2018-01-05")]);
    city.today("2018-02-01").sign_for("ended", 6_000_000_000, "2018-02-01");
    city.today("2018-02-10").duties("ended").acts("ended", &[(Verb::Terminate, "2018-04-01")]);
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-05-31"), now);
    let papers = office.papers();
    let own = ["项目名称", "下一节点", "约定日期", "逾期天数"];
    let row = ["ended", "注册", "2018-02-10", "—（非现行协议约定）"];
    assert_eq!(under(&papers, "flagship_projects", &own), rows(&[row]));
    assert_eq!(paper(&papers, "flagship_projects").title(Language::English), "Projects from CNY 5,000m");
}

/// An amount in another currency is told as such, and no size is read off it.
#[test]
fn an_amount_in_another_currency_is_no_yuan() {
    let mut city = City::new();
    let dollars = Money::new(20_000_000_000_000, "USD".parse().expect("a currency"));
    let profile = Profile::new(text("foreign"), zone("hunnan")).investing(dollars);
    city.today("2018-01-01").plan_as("foreign", profile);
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-05-31"), now);
    let papers = office.papers();
    assert_eq!(under(&papers, "ledger", &["计划总投资（万元）"]), rows(&[["2000亿美元"]]));
    assert_eq!(paper(&papers, "large_projects").count(), Some(0));
}

/// The month's entries and exits: talks that were broken off go back to the reserve. A move between parts is neither.
#[test]
fn the_months_moves_stand_in_three_papers() {
    let mut city = City::new();
    city.today("2018-03-01").plan("p");
    city.acts("p", &[(Verb::Admit, "2018-03-05"), (Verb::Engage, "2018-03-20"), (Verb::Sign, "2018-04-10")]);
    city.today("2018-04-01").plan("q");
    city.acts("q", &[(Verb::Engage, "2018-04-02"), (Verb::BreakOff, "2018-04-25")]);
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-04-30"), now);
    let papers = office.papers();
    assert_eq!(
        under(&papers, "library_entries", &["序号", "项目名称", "入库日期", "入库去向"]),
        rows(&[["1", "q", "2018-04-02", "招商项目库（洽谈）"], ["2", "q", "2018-04-25", "策划储备项目库"]])
    );
    assert_eq!(
        under(&papers, "library_exits", &["项目名称", "出库日期", "原所在库"]),
        rows(&[["q", "2018-04-25", "招商项目库（洽谈）"]])
    );
    assert_eq!(
        under(&papers, "library_part_moves", &["项目名称", "转入日期", "转出", "转入"]),
        rows(&[["p", "2018-04-10", "招商项目库（洽谈）", "招商项目库（签约）"]])
    );
    assert_eq!(
        under(&papers, "in_libraries", &["项目名称", "所在库", "入库日期", "进入本部分日期"]),
        rows(&[
            ["p", "招商项目库（签约）", "2018-03-20", "2018-04-10"],
            ["q", "策划储备项目库", "2018-04-25", "2018-04-25"]
        ])
    );
}

/// The winter begins on 1 November. What rests, or rests again, is not observed.
#[test]
fn april_sees_what_started_or_resumed_since_the_winter() {
    let mut city = City::new();
    let start = |city: &mut City, name, on: &'static str| {
        sign(city, name, 100_000_000, "2018-02-01");
        city.acts(name, &[(Verb::Register, "2018-03-01"), (Verb::Start, on)]);
    };
    for (name, on) in [("old", "2018-10-31"), ("edge", "2018-11-01"), ("fresh", "2019-04-10")] {
        start(&mut city, name, on);
    }
    for name in ["woken", "asleep", "again"] {
        start(&mut city, name, "2018-06-01");
        city.today("2018-11-20").command(name, pause(PauseReason::Season, Some("2019-03-15")), "2018-11-20");
    }
    for name in ["woken", "again"] {
        city.today("2019-03-20").command(name, Command::Resume(Resumption::default()), "2019-03-20");
    }
    city.today("2019-04-01").command("again", pause(PauseReason::Market, None), "2019-04-01");
    city.today("2019-09-30").report("old", "2019-01-01", "2019-09-30", yuan_of(5_000_000));
    city.acts("woken", &[(Verb::Commission, "2019-08-15")]);
    let (portfolio, now) = (city.portfolio(), city.now());
    // on the last day of October the winter before is meant, on the next this one
    let started = |as_of| under(&Office::on(&portfolio, day(as_of), now).papers(), "started_or_resumed", &["项目名称"]);
    assert_eq!(started("2018-10-31").len(), 4, "`old` and the three of June");
    assert_eq!(started("2018-11-01"), rows(&[["edge"]]));
    let april = Office::on(&portfolio, day("2019-04-30"), now);
    assert_eq!(
        under(
            &april.papers(),
            "started_or_resumed",
            &["项目名称", "开工或复工", "开（复）工日期", "停工日期", "停工原因"]
        ),
        rows(&[
            ["edge", "开工", "2018-11-01", "—", "—"],
            ["woken", "复工", "2019-03-20", "2018-11-20", "季节性停工"],
            ["fresh", "开工", "2019-04-10", "—", "—"],
        ])
    );
    assert_eq!(
        under(&april.papers(), "paused", &["项目名称", "停工日期", "停工天数", "停工原因", "情况说明", "预计复工日期"]),
        rows(&[
            ["asleep", "2018-11-20", "161", "季节性停工", "停工说明", "2019-03-15"],
            ["again", "2019-04-01", "29", "市场原因", "停工说明", "—（未明确）"],
        ])
    );
    let october = Office::on(&portfolio, day("2019-10-20"), now);
    let mut seen = under(&october.papers(), "visible_progress", &["项目名称", "开工日期", "投产日期", "上报完成投资"]);
    seen.sort();
    assert_eq!(
        seen,
        rows(&[["fresh", "2019-04-10", "—", "—"], ["old", "—", "—", "有"], ["woken", "—", "2019-08-15", "—"],])
    );
}

/// The ledger forgets a signing that was ended, and keeps what stands below it.
#[test]
fn the_ledger_tells_the_days_that_stand() {
    let mut city = City::new();
    city.today("2018-01-02").plan("a");
    city.acts("a", &[(Verb::Admit, "2018-01-03"), (Verb::Engage, "2018-01-05"), (Verb::Sign, "2018-02-01")]);
    city.acts("a", &[(Verb::Register, "2018-03-01")]);
    city.today("2018-12-01").stall("a", ZombieCause::LandNotCleared, "2018-12-01");
    city.today("2018-01-02").plan("b");
    city.acts("b", &[(Verb::Admit, "2018-01-04"), (Verb::Engage, "2018-01-05"), (Verb::Sign, "2018-02-01")]);
    city.acts("b", &[(Verb::ReopenTalks, "2018-04-01")]);
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-12-31"), now);
    let papers = office.papers();
    let stages = ["储备", "洽谈", "签约", "注册", "开工"].map(|stage| format!("各阶段日期：{stage}"));
    let headings: Vec<_> = ["项目名称", "所处阶段"].into_iter().chain(stages.iter().map(String::as_str)).collect();
    let mut told = under(&papers, "ledger", &headings);
    told.sort();
    assert_eq!(
        told,
        rows(&[
            ["a", "僵尸项目（停滞于注册）", "2018-01-03", "2018-01-05", "2018-02-01", "2018-03-01", "—"],
            ["b", "洽谈", "2018-01-04", "2018-01-05", "—", "—", "—"],
        ])
    );
    assert_eq!(
        under(&papers, "zombies", &["项目名称", "类型", "成因", "认定日期", "认定后天数"]),
        rows(&[["a", "僵尸项目", "未净地交付", "2018-12-01", "30"]])
    );
}

/// Two of three signed in 2018 started in it: two thirds, rounded half up. Nobody reported anything.
#[test]
fn the_page_of_the_leaders_has_the_plans_figures() {
    let mut city = City::new();
    for name in ["a", "b", "c"] {
        sign(&mut city, name, 100_000_000, "2018-02-01");
    }
    for name in ["a", "b"] {
        city.acts(name, &[(Verb::Register, "2018-03-01"), (Verb::Start, "2018-04-01")]);
    }
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-12-31"), now);
    let papers = office.papers();
    let row = under(
        &papers,
        "by_zone",
        &[
            "开发区",
            "当年签约、当年开工项目比率：完成率",
            "当年签约、当年开工项目比率：目标",
            "当年签约、当年开工项目比率：尚缺",
            "亿元以上项目完成投资比重：完成率",
        ],
    );
    assert_eq!(row[0], ["hunnan", "66.67%", "30.00%", "0", "—（分母为零）"]);
    assert_eq!(row[3][0], "全市");
    let lead = paper(&papers, "by_zone").lead(ZH).expect("the time elapsed").to_owned();
    assert_eq!(lead, "时间进度：100.00%（365/365天）");
    let half = Office::on(&portfolio, day("2018-07-01"), now);
    let half = half.papers();
    // 182 days of 365 are 49.863 per cent
    assert_eq!(paper(&half, "by_zone").lead(ZH), Some("时间进度：49.86%（182/365天）"));
}
