//! Kinds and categories of project, the duties on a signed one, and classes of zone.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What legal act binds the parties. The acts differ by kind; the edges never do.
    #[non_exhaustive]
    ProjectKind as "project kind" {
        /// Invested by an enterprise: an investment agreement signs it.
        Enterprise "enterprise" "Enterprise investment" "企业投资项目";
        /// Built by government: an award signs it.
        PublicWork "public_work" "Public work" "政府投资项目";
        /// Public-private partnership: an award signs it (plan paragraphs 6 and 17).
        Ppp "ppp" "Public-private partnership" "PPP项目";
    }
}

vocabulary! {
    /// What a project is counted as. 产业项目 are manufacturing and services projects, without infrastructure and real
    /// estate.
    #[non_exhaustive]
    ProjectCategory as "project category" {
        /// 产业项目.
        Industrial "industrial" "Industrial (manufacturing or services)" "产业项目";
        /// 基础设施.
        Infrastructure "infrastructure" "Infrastructure" "基础设施项目";
        /// 房地产.
        RealEstate "real_estate" "Real estate" "房地产项目";
    }
}

vocabulary! {
    /// The class of a development zone (开发区级别). What the plan asks of a zone depends on it.
    ZoneClass as "class of zone" {
        /// Approved by the State Council.
        National "national" "National" "国家级";
        /// Approved by the province.
        Provincial "provincial" "Provincial" "省级";
    }
}

vocabulary! {
    /// What paragraph 11 demands for every signed project (专人负责、责任主体、进度安排). It falls due after signing and
    /// is a condition of registration.
    #[non_exhaustive]
    Duty as "duty" {
        /// A dedicated officer.
        Officer "officer" "dedicated officer" "项目管家";
        /// A responsible body.
        Body "body" "responsible body" "责任主体";
        /// A schedule of the stages to come.
        Schedule "schedule" "schedule" "进度安排";
    }
}

vocabulary! {
    /// What kind of paper a signing rests on. Only formal agreements sign a project.
    #[non_exhaustive]
    AgreementKind as "kind of agreement" {
        /// 投资协议, for enterprise investment.
        Investment "investment" "Investment agreement" "投资协议";
        /// 中标通知、特许经营协议, for public works and PPP.
        Award "award" "Award or concession" "中标通知书或特许经营协议";
        /// 意向书: never signs.
        LetterOfIntent "letter_of_intent" "Letter of intent" "意向书";
        /// 框架协议: never signs.
        Framework "framework" "Framework agreement" "框架协议";
    }
}

impl ProjectKind {
    /// The kind of agreement that signs a project of this kind.
    #[must_use]
    pub const fn agreement(self) -> AgreementKind {
        match self {
            Self::Enterprise => AgreementKind::Investment,
            Self::PublicWork | Self::Ppp => AgreementKind::Award,
        }
    }
}

impl AgreementKind {
    /// Whether it binds the parties.
    #[must_use]
    pub const fn is_formal(self) -> bool {
        matches!(self, Self::Investment | Self::Award)
    }
}
