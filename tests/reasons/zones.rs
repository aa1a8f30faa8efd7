//! The reasons of zones.

use super::*;
use crate::common::zones::*;

pub(super) fn registration(told: &mut Vec<(Reason, Told)>) {
    let walk = ZoneWalk::registered(ZoneClass::Provincial); // on 2018-06-01
    told.push((
        only(walk.refused("2018-06-02", &ZoneCommand::Register(zone_profile(ZoneClass::National)))),
        [
            "zone_registered",
            "the zone is registered already, since 2018-06-01 (event 1)",
            "开发区已于 2018-06-01 登记（第 1 号记录）",
            "void event 1 by `void_fact`, if it is wrong",
            "第 1 号记录如有误，可予撤销",
        ],
    ));
    told.push((
        only(walk.refused("2018-05-31", &named("新名"))),
        [
            "zone_not_registered",
            "2018-05-31 lies before the registration of the zone, 2018-06-01",
            "2018-05-31 早于开发区登记日期 2018-06-01",
            "a date from 2018-06-01 on",
            "请核实日期，应不早于 2018-06-01",
        ],
    ));
    let mut voided = walk.clone();
    voided.give("2018-06-01", voiding_zone_fact(1));
    told.push((
        only(voided.refused("2018-06-02", &named("新名"))),
        [
            "zone_not_registered",
            "the zone is not registered",
            "开发区尚未登记",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    let nowhere = ZoneAmendment { hosts: Some([].into()), ..ZoneAmendment::default() };
    told.push((
        only(walk.refused("2018-06-02", &ZoneCommand::Amend(nowhere))),
        [
            "no_host",
            "a zone lies in at least one district",
            "开发区须至少位于一个区县（市）",
            "change `hosts`",
            "请填写或更改所在区县（市）",
        ],
    ));
}

pub(super) fn industries_classes_and_baselines(told: &mut Vec<(Reason, Told)>) {
    let mut walk = ZoneWalk::registered(ZoneClass::Provincial);
    let two = Some([industry("C34"), industry("C36")].into());
    let leading = ZoneAmendment { leading: two.clone(), ..ZoneAmendment::default() };
    told.push((
        only(walk.refused("2018-06-02", &ZoneCommand::Amend(leading))),
        [
            "too_many_leading",
            "a zone of class `provincial` has at most 1 leading industries, not 2",
            "省级开发区主导产业不超过 1 个，现有 2 个",
            "change `leading`",
            "请填写或更改主导产业",
        ],
    ));
    let special = ZoneAmendment { special: two, ..ZoneAmendment::default() };
    told.push((
        only(walk.refused("2018-06-02", &ZoneCommand::Amend(special))),
        [
            "too_many_special",
            "a zone has at most 1 special industries, not 2",
            "开发区特色产业不超过 1 个，现有 2 个",
            "change `special`",
            "请填写或更改特色产业",
        ],
    ));
    walk.give("2018-08-01", to_class(ZoneClass::National, "2018-07-20"));
    told.push((
        only(walk.refused("2018-09-01", &to_class(ZoneClass::National, "2018-08-20"))),
        [
            "already_of_class",
            "the zone is of class `national` already, since 2018-08-01 (event 2)",
            "开发区自 2018-08-01 起已为国家级（第 2 号记录）",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    told.push((
        only(walk.refused("2018-07-31", &to_class(ZoneClass::Provincial, "2018-07-20"))),
        [
            "class_changed_later",
            "the class was changed later than that, on 2018-08-01 (event 2)",
            "开发区级别其后已于 2018-08-01 变更（第 2 号记录）",
            "void event 2 by `void_fact`, if it is wrong",
            "第 2 号记录如有误，可予撤销",
        ],
    ));
    walk.give("2018-08-02", baseline(ZombieKind::Project, "2018-06-30", &[project_id(1)]));
    told.push((
        only(walk.refused("2018-08-03", &baseline(ZombieKind::Project, "2018-07-31", &[]))),
        [
            "baseline_stands",
            "a zombie baseline of kind `project` stands already, as of 2018-06-30 (event 3)",
            "僵尸项目底数已核定，截至 2018-06-30（第 3 号记录）",
            "void event 3 by `void_fact`, if it is wrong",
            "第 3 号记录如有误，可予撤销",
        ],
    ));
    // reasons that projects give, too
    told.push((
        only(walk.refused("2018-08-03", &baseline(ZombieKind::Enterprise, "2019-06-02", &[]))),
        [
            "dated_in_future",
            "zombie baseline is dated 2019-06-02, which lies in the future; today is 2019-06-01",
            "僵尸项目（企业）底数（2019-06-02）晚于今日 2019-06-01",
            "a date up to 2019-06-01",
            "请核实日期，应不晚于 2019-06-01",
        ],
    ));
    told.push((
        only(walk.refused("2018-08-03", &to_class(ZoneClass::Provincial, "2018-08-04"))),
        [
            "dated_after_effective",
            "paper of the change of class is dated 2018-08-04, after the effective date 2018-08-03",
            "开发区级别变更批复（2018-08-04）晚于业务发生日期 2018-08-03",
            "a date up to 2018-08-03",
            "请核实日期，应不晚于 2018-08-03",
        ],
    ));
    told.push((
        only(walk.refused("2018-08-03", &voiding_zone_fact(1))),
        [
            "rested_on",
            "event 3 of 2018-08-02 rests on event 1, which cannot be voided before it",
            "第 3 号记录（2018-08-02）以第 1 号记录为前提，须先予撤销",
            "void event 3 first",
            "请先撤销第 3 号记录",
        ],
    ));
}
