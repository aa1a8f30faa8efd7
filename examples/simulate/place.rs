//! The zones that the plan names, with what the simulation makes of them. Their names are real; what happens in them here is not.

use project_lifecycle::lifecycle::ZoneClass;

/// A development zone.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    /// What it is called in the names of offices and roads.
    pub(crate) short: &'static str,
    pub(crate) class: ZoneClass,
    /// The district in which it lies, and its code.
    pub(crate) district: &'static str,
    pub(crate) region: &'static str,
    /// The plan asks a national zone for two leading industries and a special one, a provincial zone for one and one.
    pub(crate) leading: &'static [&'static str],
    pub(crate) special: &'static str,
    pub(crate) parks: &'static [&'static str],
    /// How many of a hundred projects are its.
    pub(crate) weight: u32,
    /// How many officers it has for its projects.
    pub(crate) officers: i64,
}

/// The zone that becomes a national one, by its place among the zones. That it does is invented.
pub(crate) const PROMOTED: usize = 2;

/// The zones.
pub(crate) const PLACES: [Place; 7] = [
    Place {
        name: "沈阳经济技术开发区",
        short: "经开",
        class: ZoneClass::National,
        district: "铁西区",
        region: "210106",
        leading: &["C34", "C36"],
        special: "C3491",
        parks: &["机器人未来城", "智能装备产业园", "汽车零部件产业园"],
        weight: 26,
        officers: 34,
    },
    Place {
        name: "沈阳高新技术产业开发区",
        short: "高新",
        class: ZoneClass::National,
        district: "浑南区",
        region: "210112",
        leading: &["C39", "I65"],
        special: "M73",
        parks: &["数字产业园", "集成电路产业园", "医疗器械产业园"],
        weight: 23,
        officers: 30,
    },
    Place {
        name: "沈阳近海经济区",
        short: "近海",
        class: ZoneClass::Provincial,
        district: "辽中区",
        region: "210115",
        leading: &["C35"],
        special: "C40",
        parks: &["眼产业特色小镇", "保税物流园"],
        weight: 13,
        officers: 16,
    },
    Place {
        name: "浑河民族经济开发区",
        short: "浑河",
        class: ZoneClass::Provincial,
        district: "苏家屯区",
        region: "210111",
        leading: &["C14"],
        special: "G59",
        parks: &["健康食品产业园", "冷链物流园"],
        weight: 11,
        officers: 14,
    },
    Place {
        name: "新民经济开发区",
        short: "新民",
        class: ZoneClass::Provincial,
        district: "新民市",
        region: "210181",
        leading: &["C13"],
        special: "C23",
        parks: &["农产品精深加工园", "包装印刷产业园"],
        weight: 10,
        officers: 12,
    },
    Place {
        name: "法库经济开发区",
        short: "法库",
        class: ZoneClass::Provincial,
        district: "法库县",
        region: "210124",
        leading: &["C30"],
        special: "C37",
        parks: &["陶瓷新材料产业园", "通用航空产业园"],
        weight: 9,
        officers: 11,
    },
    Place {
        name: "康平经济开发区",
        short: "康平",
        class: ZoneClass::Provincial,
        district: "康平县",
        region: "210123",
        leading: &["C17"],
        special: "C29",
        parks: &["纺织服装产业园", "塑编产业园"],
        weight: 8,
        officers: 10,
    },
];

impl Place {
    /// The committee that runs it, as a body in charge.
    pub(crate) fn committee(&self) -> String {
        format!("{}管委会", self.name)
    }

    /// An officer for projects, by number. Nobody is meant.
    pub(crate) fn officer(&self, number: i64) -> String {
        format!("{}专员{number:02}", self.short)
    }
}
