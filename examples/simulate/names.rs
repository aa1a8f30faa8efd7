//! What projects and companies are called. All of it is put together by chance; no company and no person is meant.

use project_lifecycle::lifecycle::{ProjectCategory, ProjectKind};

use crate::dice::Dice;
use crate::place::Place;

/// An industry by its code in GB/T 4754-2017, with what its plants make.
struct Industry {
    code: &'static str,
    /// What its companies have in their names.
    trade: &'static str,
    products: &'static [&'static str],
}

const INDUSTRIES: [Industry; 18] = [
    Industry { code: "C1371", trade: "食品", products: &["果蔬深加工", "鲜食玉米加工", "酸菜加工"] },
    Industry { code: "C1432", trade: "食品", products: &["速冻食品", "预制菜", "休闲烘焙"] },
    Industry { code: "C1751", trade: "纺织", products: &["功能面料", "针织服装", "家纺产品"] },
    Industry {
        code: "C2319", trade: "印刷包装", products: &["绿色包装印刷", "标签印刷", "彩盒包装"]
    },
    Industry { code: "C2710", trade: "生物医药", products: &["原料药", "口服制剂", "疫苗佐剂"] },
    Industry { code: "C2923", trade: "塑业", products: &["塑料编织袋", "可降解薄膜", "柔性集装袋"] },
    Industry { code: "C3071", trade: "陶瓷", products: &["建筑陶瓷", "陶瓷岩板", "微晶材料"] },
    Industry {
        code: "C3421", trade: "数控机床", products: &["五轴加工中心", "高精度主轴", "数控刀具"]
    },
    Industry {
        code: "C3491", trade: "机器人", products: &["工业机器人", "机器人关节模组", "自动化产线集成"]
    },
    Industry {
        code: "C3524", trade: "装备制造", products: &["矿山装备", "压缩机组", "环保成套装备"]
    },
    Industry {
        code: "C3670", trade: "汽车零部件", products: &["底盘系统", "汽车座椅", "轻量化铸件", "线束总成"]
    },
    Industry {
        code: "C3741", trade: "航空科技", products: &["轻型飞机", "航空复合材料部件", "无人机"]
    },
    Industry { code: "C3841", trade: "新能源", products: &["动力电池包", "储能系统", "充电设备"] },
    Industry {
        code: "C3973", trade: "电子科技", products: &["集成电路封装", "半导体设备部件", "传感器芯片"]
    },
    Industry { code: "C4040", trade: "光学", products: &["光学镜片", "眼科器械", "精密光学组件"] },
    Industry { code: "G5920", trade: "供应链", products: &["智慧仓储", "冷链物流", "跨境电商分拨"] },
    Industry { code: "I6513", trade: "软件", products: &["工业软件", "大数据平台", "人工智能算法"] },
    Industry { code: "M7320", trade: "科技", products: &["新材料研发", "检验检测", "智能制造创新"] },
];

const FIRST: [&str; 28] = [
    "恒", "铎", "瀚", "拓", "禾", "鼎", "凌", "睿", "沐", "钧", "晟", "昱", "弘", "骁", "岑", "昀", "璟", "霖", "澄",
    "煜", "珩", "翊", "稷", "祺", "崧", "泓", "砺", "舜",
];
const SECOND: [&str; 26] = [
    "澜", "辉", "川", "岳", "润", "峰", "远", "禹", "科", "驰", "泽", "原", "图", "桥", "岭", "帆", "庭", "衡", "野",
    "屿", "林", "朔", "河", "行", "棠", "序",
];
const THIRD: [&str; 14] = ["泰", "诺", "达", "信", "思", "维", "隆", "康", "盛", "瑞", "华", "元", "合", "通"];

/// What a project is called, and what it is.
#[derive(Clone)]
pub(crate) struct Named {
    pub(crate) project: String,
    /// The investor's, from which its companies have theirs.
    pub(crate) house: String,
    pub(crate) company: String,
    pub(crate) industry: &'static str,
    pub(crate) category: ProjectCategory,
    pub(crate) kind: ProjectKind,
    /// Whether it needs neither ground nor a thaw: it moves into a plant that stands.
    pub(crate) is_indoors: bool,
}

/// A house that invests.
fn house(dice: &mut Dice) -> String {
    format!("{}{}{}", dice.pick(&FIRST), dice.pick(&SECOND), dice.pick(&THIRD))
}

/// Names a project of a zone.
pub(crate) fn name(place: &Place, dice: &mut Dice) -> Named {
    match dice.weighed(&[(72, 0), (7, 1), (4, 2), (17, 3)]) {
        0 => industrial(place, dice),
        1 => infrastructure(place, ProjectKind::PublicWork, dice),
        2 => infrastructure(place, ProjectKind::Ppp, dice),
        _ => real_estate(place, dice),
    }
}

fn industrial(place: &Place, dice: &mut Dice) -> Named {
    // half of them belong to the industries for which the zone stands
    let is_of = |industry: &&Industry, code: &str| industry.code.starts_with(code);
    let own: Vec<_> = INDUSTRIES
        .iter()
        .filter(|industry| place.leading.iter().any(|code| is_of(industry, code)) || is_of(industry, place.special))
        .collect();
    let any: Vec<_> = INDUSTRIES.iter().collect();
    let industry = if dice.happens(550) && !own.is_empty() { dice.pick(&own) } else { dice.pick(&any) };
    let house = house(dice);
    let is_indoors = dice.happens(160);
    let form = if is_indoors {
        dice.pick(&["技改项目", "研发中心项目", "厂房改造项目"])
    } else {
        dice.pick(&["生产基地项目", "产业园项目", "建设项目", "扩建项目", "总部基地项目"])
    };
    let park = if dice.happens(300) { dice.pick(place.parks) } else { "" };
    let product = dice.pick(industry.products);
    Named {
        project: format!("{park}{house}{product}{form}"),
        company: format!("沈阳{house}{}有限公司", industry.trade),
        house,
        industry: industry.code,
        category: ProjectCategory::Industrial,
        kind: ProjectKind::Enterprise,
        is_indoors,
    }
}

fn infrastructure(place: &Place, kind: ProjectKind, dice: &mut Dice) -> Named {
    let works: [(&str, &str); 6] = [
        ("路网及管廊工程", "E4813"),
        ("污水处理厂", "D4620"),
        ("标准厂房建设工程", "E4790"),
        ("集中供热工程", "D4430"),
        ("变电站配套工程", "D4420"),
        ("智慧园区基础设施", "E4851"),
    ];
    let (work, industry) = dice.pick(&works);
    let park = dice.pick(place.parks);
    let house = format!("{}{}", place.short, dice.pick(&["城建", "开发建设", "公用"]));
    let project = format!("{park}{}号地块{work}", dice.between(1, 48));
    Named {
        project: if kind == ProjectKind::Ppp { format!("{project}PPP项目") } else { format!("{project}项目") },
        company: format!("沈阳{house}有限公司"),
        house,
        industry,
        category: ProjectCategory::Infrastructure,
        kind,
        is_indoors: false,
    }
}

fn real_estate(place: &Place, dice: &mut Dice) -> Named {
    let house = house(dice);
    let form = dice.pick(&["产城融合综合体", "人才公寓", "商业综合体", "职工住宅", "商务楼宇"]);
    Named {
        project: format!("{}{house}{form}项目", place.short),
        company: format!("沈阳{house}置业有限公司"),
        house,
        industry: "K7010",
        category: ProjectCategory::RealEstate,
        kind: ProjectKind::Enterprise,
        is_indoors: false,
    }
}

impl Named {
    /// The second phase of a project. It is one of its own, of the same house.
    pub(crate) fn second_phase(&self) -> Self {
        let first = self.project.trim_end_matches("项目");
        Self { project: format!("{first}二期项目"), ..self.clone() }
    }

    /// The same project as another clerk of another zone writes it.
    pub(crate) fn doubled(&self) -> Self {
        let project = self.project.trim_end_matches("项目");
        Self { project: format!("{project}（{}投资）项目", self.house), ..self.clone() }
    }

    /// The client as the library of target clients has it.
    pub(crate) fn client(&self) -> String {
        format!("{}集团", self.house)
    }
}
