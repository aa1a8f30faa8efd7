//! What the members of records and forms, and the types within them, are called in English and in Chinese.

use crate::vocabulary::Language;

/// Title and description, each in English and in Chinese.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Term {
    /// What it is called.
    pub title: [&'static str; 2],
    /// What it is.
    pub description: [&'static str; 2],
}

/// What a member of a form or record is called, whatever it is a member of. `None` if no member is called so.
///
/// ```
/// use project_lifecycle::{Language, glossary};
///
/// assert_eq!(glossary::label("expected_until", Language::Chinese), Some("预计截至"));
/// ```
#[must_use]
pub fn label(member: &str, language: Language) -> Option<&'static str> {
    let called = |key: &str| key.rsplit_once('.').is_some_and(|(_, name)| name == member);
    let found = term("", Some(member)).or_else(|| TERMS.iter().find(|(key, _)| called(key)).map(|(_, term)| *term));
    let [english, chinese] = found?.title;
    Some(language.pick(english, chinese))
}

/// The term for a type, or for a member of it: `Type.member`, else what the member is called everywhere.
#[must_use]
pub fn term(name: &str, member: Option<&str>) -> Option<Term> {
    let find = |key: &str| TERMS.iter().find(|(known, _)| *known == key);
    let row = match member {
        None => find(name),
        Some(member) => find(&format!("{name}.{member}")).or_else(|| find(&format!(".{member}"))),
    };
    row.map(|(_, term)| *term)
}

/// Writes the table from rows: the key, the titles, the descriptions. A key is a type or the root of a document, by the
/// event's name or as `envelope`; `Type=tag` one of its alternatives; `Type.member`; or `.member`, wherever it stands.
macro_rules! terms {
    ($($key:literal $title:literal $title_zh:literal $description:literal $description_zh:literal;)+) => {
        const TERMS: &[(&str, Term)] = &[
            $(($key, Term { title: [$title, $title_zh], description: [$description, $description_zh] }),)+
        ];
    };
}

terms! {
    // the documents; the titles of gates and of transitions are their labels
    "envelope" "Record" "记录"
        "One record of a log: a CloudEvents 1.0 event. Its data have a schema of their own, which `dataschema` names."
        "日志中的一条记录，采用 CloudEvents 1.0 格式；其数据的格式由“数据格式”一项指明。";
    "opened" "Log opened" "日志启用"
        "The first record of a log: what everything after it is written in."
        "日志的首条记录，载明其后一切记录所用的格式、规则与摘要算法。";
    "quarantined" "Places put in quarantine" "记录隔离"
        "The log's owner put places of it in quarantine: their lines stay as they are, and nobody judges or reads them."
        "日志所有者将若干位置的记录予以隔离：原文保留不动，不再校验，也不再读取。";
    "planned" "Project planned" "项目策划"
        "A project was planned. Every stream of a project begins with this event."
        "项目已策划。每个项目的记录都由此开始。";
    "corrected" "Correction" "更正"
        "The last standing transition was voided, a standing transition was given another date, or a standing fact was voided."
        "撤销最后一次有效的阶段变更，更正某次阶段变更的日期或材料，或撤销一项有效的登记事项。";
    "officer_assigned" "Officer assigned" "确定项目管家"
        "The dedicated officer of the project was assigned." "已确定项目管家。";
    "body_assigned" "Responsible bodies assigned" "确定责任主体"
        "The lead body and the responsible bodies were assigned." "已确定牵头单位和责任单位。";
    "scheduled" "Schedule set" "进度安排"
        "By when the stages to come are to be reached. The first one after a signing completes its baseline."
        "各后续阶段的计划完成日期。签约后首次安排与协议约定日期共同构成基准。";
    "amended" "Project amended" "项目变更"
        "Members of the project's profile changed." "项目基本情况有变更。";
    "agreement_amended" "Agreement amended" "签订补充协议"
        "A supplementary agreement changed terms of the agreement." "签订补充协议，变更原协议的约定。";
    "company_changed" "Company changed" "企业变更登记"
        "The registered company has another name, another code or another capital." "企业名称、代码或注册资本有变更。";
    "site_changed" "Site changed" "建设地点变更"
        "The project is built on another site of its zone." "项目在开发区内变更建设地点。";
    "relocated" "Relocated" "异地流转"
        "The project moved to another zone before its start and goes on as one project."
        "项目在开工前转由其他开发区承接，仍为同一项目。";
    "client_joined" "Client joined" "增加洽谈客户"
        "Talks go on with a further client in parallel." "与另一目标客户平行洽谈。";
    "linked" "Project linked" "项目关联"
        "The project was linked to another one." "该项目与另一项目建立关联。";
    "paused" "Work paused" "停工（停产）"
        "Work stopped for a time. A pause is no stage." "施工或生产暂停。停工（停产）不是阶段。";
    "resumed" "Work resumed" "复工（复产）"
        "A pause ended. To resume is not to start construction." "停工（停产）结束。复工（复产）不是开工。";
    "evidence_presented" "Document presented later" "后补材料"
        "A document was presented that a commitment stood in for." "补交了此前以承诺代替的材料。";
    "commitment_prolonged" "Commitment prolonged" "承诺延期"
        "A promised document has a later due day." "所承诺材料的期限延后。";
    "investment_reported" "Investment reported" "投资上报"
        "The investment of a period was reported." "上报某一时段的投资。";
    "progress_reported" "Progress reported" "形象进度上报"
        "The physical progress was reported." "上报形象进度。";
    "milestone_reached" "Milestone reached" "节点达成"
        "A milestone was reached that is no stage." "达成一个非阶段性节点。";
    "transition_refused" "Command refused" "不予办理"
        "A command was refused. Nothing changed in the project; the host recorded the attempt and every reason."
        "所请事项不予办理，项目情况未变；接入平台记录此次申请及全部理由。";

    // zones
    "zone.registered" "Zone registered" "开发区登记"
        "A development zone was registered. Every stream of a zone begins with this event."
        "开发区已登记。每个开发区的记录都由此开始。";
    "zone.class_changed" "Class of zone changed" "开发区级别变更"
        "The zone has another class from the effective date on." "开发区自业务发生日期起变更级别。";
    "zone.amended" "Zone amended" "开发区变更"
        "Other members of the zone's profile changed." "开发区基本情况有变更。";
    "zone.baseline_frozen" "Zombie baseline frozen" "核定僵尸项目（企业）底数"
        "The zombies of a kind that the zone has to dispose of were frozen as of a day."
        "已核定截至某日须由开发区处置的僵尸项目或僵尸企业。";
    "zone.corrected" "Correction of a zone" "开发区事项更正"
        "A standing fact of the zone was voided." "撤销一项有效的开发区登记事项。";
    "quarantined.authority" "Authorised by" "批准单位" "Who authorised it." "批准隔离的单位。";
    "quarantined.grounds" "Grounds" "事由" "Why the places are put in quarantine." "隔离的事由。";
    "quarantined.leaf" "Leaf" "叶哈希值" "The leaf of the line that stands there, which the next line and the tree use."
        "该处记录原文的叶哈希值，后一记录与哈希树均以此为准。";
    "quarantined.places" "Places" "位置" "The places of the log that are in quarantine, in order." "被隔离记录在日志中的位置，依次列出。";
    "quarantined.sequence" "Sequence" "日志序号" "The place in the log, from 1." "在日志中的次序，自 1 起。";
    "quarantined.stream" "Subject" "登记对象" "What the record is about: the kind and the id. Absent where that cannot be told."
        "记录所涉对象：类别与编号；无法判定的不填。";
    "quarantined.streamversion" "Stream version" "记录序号" "The place in the stream of that subject, from 1."
        "在该对象全部记录中的次序，自 1 起。";
    "zone.corrected.authority" "Authorised by" "批准单位" "Who authorised the correction." "批准更正的单位。";
    "zone.corrected.grounds" "Grounds" "事由" "Why the trail is corrected." "更正的事由。";
    "zone.corrected.voids_fact_version" "Fact voided" "撤销的登记事项" "The stream version of the fact."
        "该登记事项的记录序号。";
    "zone.registered.name" "Name" "名称" "The zone's name." "开发区名称。";
    "zone.registered.zone" "Zone" "开发区" "The id by which projects name the zone." "项目所引用的开发区编号。";
    "zone.class_changed.paper" "Paper" "批复文件" "The paper of the change, with its day." "级别变更的批复文件，须载明日期。";
    ".class" "Class" "级别" "The class of the zone." "开发区的级别。";
    ".hosts" "Districts" "所在区县（市）" "The districts in which the zone lies." "开发区所在的区县（市）。";
    ".leading" "Leading industries" "主导产业" "The leading industries of the zone." "开发区的主导产业。";
    ".special" "Special industries" "特色产业" "The special industries of the zone." "开发区的特色产业。";
    ".theme_parks" "Theme parks" "主题产业园区" "The names of the zone's theme parks." "开发区内主题产业园区的名称。";
    "ZoneAmendment" "Amendment of a zone" "开发区变更内容"
        "The members of the zone's profile that change; a list takes the place of the whole list."
        "开发区基本情况的变更；所列各项取代原有全部各项。";
    "ZoneAmendment.name" "Name" "名称" "The zone's name." "开发区名称。";
    "ZombieBaseline" "Zombie baseline" "僵尸项目（企业）底数" "The zombies of a kind, as of a day." "截至某日的僵尸项目或僵尸企业。";
    "ZombieBaseline.day" "Day" "截至日期" "The day as of which they are counted." "核定底数的截至日期。";
    "ZombieBaseline.kind" "Kind of zombie" "僵尸项目（企业）类型" "What they are zombies of." "僵尸项目或僵尸企业。";
    "ZombieBaseline.members" "Members" "名单" "The projects that count." "列入底数的项目。";

    // transitions
    "admitted" "" "" "The project was admitted to the reserve." "项目已入储备库。";
    "engaged" "" "" "Talks were opened with a client." "已与目标客户启动洽谈。";
    "signed" "" "" "The formal agreement was signed." "已签订正式协议。";
    "registered" "" "" "The project company was registered." "项目公司已注册。";
    "started" "" "" "Construction physically began." "已实际开工。";
    "commissioned" "" "" "The works were commissioned." "已投产。";
    "operating" "" "" "The project entered regular operation." "已进入正常运营。";
    "sent_back" "" "" "A reserve project went back to planning." "储备项目退回策划。";
    "broken_off" "" "" "Talks were broken off; the project returned to the reserve." "已终止洽谈，项目退回储备库。";
    "talks_reopened" "" "" "The signing was rescinded and talks were reopened." "原签约失效，重新洽谈。";
    "terminated" "" "" "The agreement was terminated; the project stays in the reserve." "协议解除，项目留在储备库。";
    "stalled" "" "" "The project or enterprise was found to be a zombie." "已认定为僵尸项目或僵尸企业。";
    "revived" "" "" "The zombie was revived, to the stage in which it stalled." "僵尸项目（企业）已盘活，恢复至停滞时的阶段。";
    "closed" "" "" "The project was closed with an outcome." "项目已退出，并载明结果。";

    // gates
    "Dossier" "" "" "The brief of a planned project and its review for the reserve."
        "策划项目的基本情况及其入库审核意见。";
    "Engagement" "" "" "What opens talks with a target client." "与目标客户启动洽谈所需材料。";
    "Agreement" "" "" "The formal agreement: an investment agreement, or for public works and PPP an award."
        "正式协议：企业投资项目为投资协议，政府投资项目和 PPP 项目为中标通知书或特许经营协议。";
    "Registration" "" "" "The registration in the host zone of the entity that carries the project."
        "承担项目的主体在开发区内注册的材料。";
    "Commencement" "" "" "The physical start of construction, not its ceremony." "实际开工的材料，开工仪式不算。";
    "Commissioning" "" "" "Acceptance or trial production, with a first output." "竣工验收或试生产，并有首批产品（首单业务）。";
    "Operation" "" "" "What makes a producing project count as operating." "投产项目认定为运营的材料。";
    "Grounds" "" "" "Why a project goes back a step." "项目退回上一步的事由。";
    "Rescission" "" "" "What undoes a signing." "原签约失效的材料。";
    "StallFinding" "" "" "The finding that a project or an enterprise is a zombie." "认定僵尸项目或僵尸企业的材料。";
    "Revival" "" "" "The remedy that revived a zombie; its cause decides which remedy fits."
        "僵尸项目（企业）的盘活方式及佐证；何种方式适用由成因决定。";
    "Closing" "" "" "The closing of a project with its outcome, and what that outcome needs."
        "项目退出的结果及该结果所需材料。";

    // the envelope
    "envelope.authid" "Actor" "经办人" "The opaque id of who acted; never a name." "经办人的内部编号，不得填写姓名。";
    "envelope.authtype" "Kind of actor" "经办人类型" "What kind of principal acted." "经办主体的类型。";
    "envelope.causationid" "Caused by" "起因编号" "The id of the event or command that caused this one."
        "引发本次办理的记录或事项的编号。";
    "envelope.correlationid" "Correlation" "业务编号" "The business transaction that it belongs to." "所属业务事项的编号。";
    "envelope.data" "Data" "数据" "What happened; the schema that `dataschema` names describes it."
        "所登记的内容，其格式由“数据格式”一项指明。";
    "envelope.datacontenttype" "Content type" "内容类型" "The media type of the data." "数据的媒体类型。";
    "envelope.dataschema" "Schema of the data" "数据格式" "The name of the schema of the data: a fixed beginning and the type."
        "数据格式的名称，由固定前缀与记录类型组成。";
    "envelope.id" "Event id" "记录编号" "The command's id, which its event bears." "办理事项的编号，亦即记录编号。";
    "envelope.predecessorhash" "Hash of the predecessor" "前一记录哈希值"
        "The leaf hash of the line before, in hexadecimal; 64 zeros in the first record."
        "前一条记录的哈希值（十六进制），首条记录为 64 个零。";
    "envelope.recordedtime" "Recorded" "记录时间" "When it was appended to the log, in UTC." "写入日志的时刻（协调世界时）。";
    "envelope.sequence" "Sequence" "日志序号" "The place in the log, from 1, as 19 digits." "在日志中的次序，自 1 起，十九位数字。";
    "envelope.source" "Log" "日志名称" "The URI of the log; sequence numbers count within it." "日志的名称，序号在其中计数。";
    "envelope.specversion" "CloudEvents version" "CloudEvents 版本" "The version of CloudEvents." "CloudEvents 的版本。";
    "envelope.streamversion" "Stream version" "记录序号" "The place in the stream of its subject, from 1."
        "在该项目或开发区全部记录中的次序，自 1 起。";
    "envelope.subject" "Subject" "登记对象" "What it is about: the kind and the id." "记录所涉对象：类别与编号。";
    "envelope.time" "Given" "办理时间" "When the command was given, in UTC." "提出办理的时刻（协调世界时）。";
    "envelope.type" "Event type" "记录类型" "The kind of subject, what happened, and the version of the data."
        "登记对象的类别、所办事项及数据版本。";

    // data
    ".after" "New value" "新值" "What stands from now on." "此后有效的值。";
    ".before" "Former value" "原值"
        "What stood before, or the version of the event that set it where it is too long to be told again; null if nothing did."
        "此前的值；内容过长的，为登记该值的记录序号；没有的，为空。";
    ".by" "Actor's particulars" "经办人情况" "What the host asserted of the actor beside its id; omitted when nothing is known."
        "接入平台提供的经办人情况（编号除外），不详的省略。";
    ".cause" "Cause" "成因" "Why it stalled." "停滞的成因。";
    ".command" "Command" "办理事项" "What was asked for." "所请办理的事项。";
    ".effective_on" "Effective date" "业务发生日期" "The civil day on which it takes effect." "业务实际发生的日期。";
    ".evidence" "Evidence" "佐证材料" "The complete evidence of the gate." "该环节的全部佐证材料。";
    ".from" "From" "变更前阶段" "The stage that it leaves; null before planning." "变更前的阶段，策划之前为空。";
    ".law" "Version of the law" "规则版本" "The version of the law by which it was decided." "据以判断的规则版本。";
    ".outcome" "Closing outcome" "退出结果" "With what outcome it was closed." "项目退出的结果。";
    ".policy" "Policy" "政策" "The policy by which it was decided." "据以判断的政策。";
    ".profile" "Profile" "项目基本情况" "What the project is, as far as known." "已知的项目基本情况。";
    ".provenance" "Provenance" "数据来源" "The place in a ledger from which it was imported." "导入的记录在台账中的出处。";
    ".stalled_at" "Stalled in" "停滞阶段" "The stage in which the zombie stalled." "停滞时所处的阶段。";
    ".to" "To" "变更后阶段" "The stage that it enters." "变更后的阶段。";
    ".verb" "Act" "环节" "The act that is recorded." "所记录的环节。";
    "opened.digest" "Digest algorithm" "摘要算法" "The algorithm of the log's hashes." "日志哈希值所用的算法。";
    "opened.format" "Format" "格式版本" "The version of the log's format." "日志格式的版本。";
    "corrected.authority" "Authorised by" "批准单位" "Who authorised the correction." "批准更正的单位。";
    "corrected.corrects_version" "Transition corrected" "更正的环节" "The stream version of the transition."
        "该环节的记录序号。";
    "corrected.gate" "Gate" "材料类别" "The gate whose evidence is told again." "重新填报的佐证材料所属环节。";
    "corrected.grounds" "Grounds" "事由" "Why the trail is corrected." "更正的事由。";
    "corrected.redated_to" "New date" "更正后日期" "The new effective date of the transition." "该次阶段变更更正后的业务发生日期。";
    "corrected.redates_version" "Transition re-dated" "更正的阶段变更" "The stream version of the transition."
        "该次阶段变更的记录序号。";
    "corrected.restores_version" "Step that stands again" "恢复的阶段变更"
        "The stream version of the step that stands again; 1 for the planning." "恢复有效的阶段变更的记录序号，策划为 1。";
    "corrected.voids_fact_version" "Fact voided" "撤销的登记事项" "The stream version of the fact."
        "该登记事项的记录序号。";
    "corrected.voids_version" "Transition voided" "撤销的阶段变更" "The stream version of the transition."
        "该次阶段变更的记录序号。";
    "correction" "Correction" "更正" "Corrects what is on record, on grounds and by authority." "对已有登记作出更正，须有事由和批准单位。";
    "correction.authority" "Authorised by" "批准单位" "Who authorised the correction." "批准更正的单位。";
    "correction.gate" "Gate" "材料类别" "The gate whose evidence is told again." "重新填报的佐证材料所属环节。";
    "correction.grounds" "Grounds" "事由" "Why the trail is corrected." "更正的事由。";
    "correction.to" "New date" "更正后日期" "The date on which the transition took effect." "该次阶段变更的业务发生日期。";
    "correction.version" "What is corrected" "更正对象" "The stream version of the event that is corrected."
        "所更正记录的序号。";
    "transition_refused.project" "Project" "项目" "The project that refused." "不予办理所涉的项目。";
    "transition_refused.reasons" "Reasons" "理由" "Every reason, in a fixed order." "全部理由，次序固定。";

    // types within data
    "By" "Actor's particulars" "经办人情况" "What the host asserts of an actor." "接入平台提供的经办人情况。";
    "By.organisation" "Organisation" "单位" "The organisation to which the actor belongs." "经办人所属单位。";
    "By.roles" "Roles" "角色" "The roles in which the actor acted." "经办人的角色。";
    "By.zone" "Zone" "开发区" "The zone for which the actor acted." "经办人所代表的开发区。";
    "PolicyId" "Policy" "政策" "Which policy decided." "据以判断的政策。";
    "PolicyId.digest" "Digest" "摘要" "The SHA-256 of the policy's terms in canonical form." "政策条款的 SHA-256 摘要值。";
    "PolicyId.id" "Name" "名称" "The policy's name." "政策的名称。";
    "Provenance" "Provenance" "数据来源" "The place in a ledger from which an event was imported." "导入的记录在台账中的出处。";
    "Provenance.column" "Column" "列" "The column that dated it." "提供日期的列。";
    "Provenance.disputed" "Disputed" "存疑" "The cell as it stood: its date contradicts the order of steps, and that of the step before stands."
        "单元格原文：其日期与各环节先后顺序不符，暂按上一环节日期登记。";
    "Provenance.encoding" "Encoding" "编码" "The encoding in which it was read, where it was not the first of the mapping."
        "读取所用的编码，与首选编码不同时载明。";
    "Provenance.file" "File" "文件" "The base name of the file." "文件名。";
    "Provenance.inferred" "Inferred" "推断" "Whether it is inferred: a later milestone implies it." "是否由其后的节点推断而得。";
    "Provenance.record" "Record" "记录序号" "The record's number in the file, from 1." "在文件中的记录序号，自 1 起。";
    "Provenance.unused" "Unused cells" "未用单元格" "Dated cells of the record that no rule used." "该记录中未被任何规则使用的日期单元格。";
    "Unused" "Unused cell" "未用单元格" "A dated cell that no rule used." "未被任何规则使用的日期单元格。";
    "Unused.column" "Column" "列" "Its column." "所在的列。";
    "Unused.value" "Value" "内容" "What stands in it." "单元格内容。";
    "Profile" "Profile" "项目基本情况" "What a project is." "项目的基本情况。";
    "Amendment" "Amendment" "变更内容" "The members of the profile that change." "有变更的项目基本情况。";
    ".category" "Category" "项目类别" "What it is counted as." "统计口径上的类别。";
    ".industry" "Industry" "国民经济行业分类" "The GB/T 4754 industry class." "按 GB/T 4754 的行业分类。";
    ".investor" "Investor" "投资方" "The investor, from the library of target clients." "投资方，取自招商目标客户资源库。";
    "Expected" "Kind of value" "应填内容" "What is read at a place of a form." "表单某处应填写的内容。";
    "FaultKind" "Fault" "错误" "What is wrong at a place of a form." "表单某处有何错误。";
    "HostReason" "Host's reason" "平台自有理由" "A reason of the host's own." "平台自行提出的理由。";
    "FaultKind.kind" "Kind of fault" "错误类别" "What is wrong there." "该处有何种错误。";
    ".kind" "Kind of project" "投资主体类型" "What legal act binds the parties." "企业投资、政府投资，或政府和社会资本合作（PPP）。";
    ".name" "Name" "名称" "The project's name." "项目名称。";
    ".total_investment" "Total planned investment" "计划总投资" "The total planned investment." "计划总投资额。";
    ".zone" "Zone" "开发区" "The development zone that hosts it." "项目所在开发区。";
    "Amendment.grounds" "Grounds" "事由" "Why it changed; needed for the total investment while a signing stands."
        "变更的事由；签约后变更计划总投资须填。";
    "Amendment.paper" "Paper" "依据文件" "The paper on which the change rests; needed for the total investment while a signing stands."
        "变更所依据的文件；签约后变更计划总投资须附。";
    "AgreementAmended" "Supplementary agreement" "补充协议"
        "What a supplementary agreement changes; the other terms stay as they are." "补充协议变更的约定，其余约定不变。";
    "AgreementAmended.agreed_production" "Agreed production" "约定投产日期"
        "The day by which production is to begin." "约定最迟投产的日期。";
    "AgreementAmended.agreed_start" "Agreed start" "约定开工日期"
        "The day by which construction is to start." "约定最迟开工的日期。";
    "AgreementAmended.paper" "Paper" "协议文本" "The agreement on paper, with its day." "补充协议文本，须载明日期。";
    "AgreementAmended.promises" "Promises" "招商承诺"
        "All that the government side promises from now on." "此后政府方的全部招商承诺。";
    "CompanyChanged" "Change of the company" "企业变更登记"
        "What the registered company changed; all else stays as it is." "企业变更登记的事项，其余不变。";
    "CompanyChanged.company_code" "Credit code" "统一社会信用代码" "Its unified social credit code." "企业的统一社会信用代码。";
    "CompanyChanged.company_name" "Name" "企业名称" "The company's name." "企业的名称。";
    "CompanyChanged.paper" "Paper" "变更登记证明" "The proof of the change, with its day." "变更登记的证明，须载明日期。";
    "CompanyChanged.registered_capital" "Registered capital" "注册资本" "Its registered capital." "企业的注册资本。";
    "SiteChanged" "Another site" "建设地点变更" "Another site within the host zone." "开发区内的新建设地点。";
    "SiteChanged.paper" "Paper" "批准文件" "The paper that lets the project change its site, with its day."
        "准予变更建设地点的文件，须载明日期。";
    "SiteChanged.site" "Site" "建设地点" "An address or a parcel." "地址或地块。";
    "SiteChanged.site_kind" "Kind of site" "用地方式" "How it is held." "用地的方式。";
    "Relocated" "Relocation" "异地流转" "A move to another zone before the start." "开工前转由其他开发区承接。";
    "Relocated.contract" "Three-party contract" "三方协议"
        "The contract of both zones and the investor, with its day." "转出地、承接地与投资方签订的协议，须载明日期。";
    "Relocated.from_zone" "Former zone" "转出地" "The zone that it leaves." "转出的开发区。";
    "Relocated.host_acceptance" "Acceptance" "承接地接收函"
        "The paper by which the new zone takes it, with its day." "承接地同意接收的文件，须载明日期。";
    "Relocated.share_terms" "Share terms" "分成约定"
        "How the zones share output and taxes, if they agreed on that." "两地就税收、固定资产投资等指标约定的分成办法。";
    "Relocated.to_zone" "New zone" "承接地" "The zone that hosts it from now on." "此后承接项目的开发区。";
    "ClientJoined" "Further client" "平行洽谈客户" "A further client with whom talks go on in parallel." "平行洽谈的另一目标客户。";
    "ClientJoined.client" "Client" "目标客户" "The client, from the library of target clients." "目标客户，取自招商目标客户资源库。";
    "ClientJoined.first_contact" "First contact" "首次对接记录" "The record of the first contact, with its day."
        "首次对接的记录，须载明日期。";
    "ClientJoined.uniqueness_claim" "First-report claim" "首报首谈登记"
        "The claim to have been first to report and talk." "首报首谈的登记。";
    "Responsibility" "Responsible bodies" "责任主体" "The lead body and those responsible with it." "牵头单位和责任单位。";
    "Responsibility.lead" "Lead body" "牵头单位" "The body that leads." "牵头单位。";
    "Responsibility.responsible" "Responsible bodies" "责任单位" "The bodies responsible with it." "共同负责的单位。";
    "Officer" "Officer" "项目管家" "The dedicated officer." "专人负责的项目管家。";
    "Officer.officer" "Officer" "项目管家" "The officer's opaque id." "项目管家的内部编号。";
    "Scheduled" "Schedule" "进度安排" "A schedule of the stages to come." "后续各阶段的进度安排。";
    "Scheduled.stages" "Stages" "各阶段" "The stages, each with the day by which it is to be reached." "各阶段及其计划完成日期。";
    "Schedule" "Schedule" "进度安排" "By which days stages are to be reached, in their order." "各阶段的计划完成日期，按阶段次序。";
    "ScheduledStage" "Planned stage" "计划阶段" "A stage and the day by which it is to be reached." "一个阶段及其计划完成日期。";
    "ScheduledStage.by" "By" "不晚于" "The last day on which it is reached in time." "按期完成的最后一日。";
    "ScheduledStage.stage" "Stage" "阶段" "The stage to reach." "应到达的阶段。";
    "Link" "Link" "关联" "A link to another project." "与另一项目的关联。";
    "Link.kind" "Kind of link" "关联类型" "How they are related." "关联的类型。";
    "Link.paper" "Paper" "依据文件" "The paper on which the link rests, with its day; a split or combination needs one."
        "关联的依据文件，须载明日期；拆分、合并须附。";
    "Link.to" "Other project" "关联项目" "The other project." "所关联的另一项目。";
    "Pause" "Pause" "停工（停产）" "A stop of work." "施工或生产暂停。";
    "Pause.expected_until" "Expected until" "预计截至" "Until when it is expected to last." "预计持续到何日。";
    "Pause.explanation" "Explanation" "情况说明" "Why work stopped." "停工（停产）原因。";
    "Pause.reason" "Reason of the pause" "停工（停产）原因" "For what reason work stopped." "停工（停产）的原因类别。";
    "Resumption" "Resumption" "复工（复产）" "The end of a pause." "停工（停产）的结束。";
    ".remark" "Remark" "备注" "A remark." "备注。";
    "Presentation" "Document presented" "后补材料" "A document that a commitment stood in for." "此前以承诺代替的材料。";
    "Presentation.paper" "Paper" "文件" "The document; the day it bears is its day of issue." "所补交的文件，其落款日期为签发日期。";
    "Presentation.version" "Step" "所属环节" "The stream version of the step whose evidence committed to it."
        "作出该项承诺的环节的记录序号。";
    "Prolongation" "Prolongation" "承诺延期" "A later due day for a commitment." "承诺的延后期限。";
    "Prolongation.due" "New due day" "新的期限" "The new due day." "延后的期限。";
    "Prolongation.version" "Step" "所属环节" "The stream version of the step whose evidence committed to it."
        "作出该项承诺的环节的记录序号。";
    ".item" "Item" "材料项目" "The item of evidence." "佐证材料的项目。";
    "InvestmentReport" "Investment report" "投资上报"
        "The investment of a period within a year; a period from 1 January on holds what is reported of its parts."
        "同一年度内某一时段的投资额；自 1 月 1 日起的为本年累计数，已含期内各次上报。";
    "InvestmentReport.amount" "Amount" "金额" "How much; a correction may be negative." "投资额，更正时可为负数。";
    "InvestmentReport.from" "From" "起始日期" "The first day of the period." "时段的首日。";
    "InvestmentReport.measure" "Measure" "指标" "What is measured." "所统计的指标。";
    "InvestmentReport.to" "To" "截止日期" "The last day of the period." "时段的末日。";
    "ProgressReport" "Progress report" "形象进度" "Physical progress as seen on the effective date." "业务发生日期当日的形象进度。";
    "ProgressReport.description" "Description" "进度描述" "What is to be seen." "可见的工程进度。";
    "ProgressReport.done" "Done" "完成比例（%）" "How much of the whole is done." "已完成的比例；按万分之一填写，2550 即 25.5%。";
    "MilestoneReached" "Milestone reached" "达成节点" "A milestone reached on the effective date." "业务发生日期当日达成的节点。";
    "MilestoneReached.milestone" "Milestone" "节点" "Which milestone." "何种节点。";
    "MilestoneReached.paper" "Paper" "佐证材料" "The paper that shows it; full capacity and effect and the second half of a commissioning need one, with its day."
        "节点的佐证材料；达产达效、全部投产须附，并载明日期。";
    "MilestoneReached.remark" "Remark" "备注" "A remark, which names a milestone of another kind." "备注；其他节点须在此写明。";

    // papers
    "Attachment" "Paper" "文件" "A reference to a paper kept elsewhere." "对另行保存的文件的引用。";
    "Attachment.name" "Name" "文件名称" "Its title or file name." "文件标题或文件名。";
    ".dated" "Date" "落款日期" "The day that it bears." "文件所载日期。";
    ".digest" "Digest" "摘要" "The SHA-256 of its content, by which anyone can tell whether it is still the same."
        "文件内容的 SHA-256 摘要值，据此可知文件有无改动。";
    ".issuer" "Issuer" "签发单位" "Who issued it." "签发该文件的单位。";
    ".number" "Number" "文号" "The number that its issuer gave it." "签发单位所编文号。";
    "AttachmentDocument" "Document" "材料" "A document that is here, promised, or waived." "已提交、已承诺或已免除的材料。";
    "AttachmentDocument=presented" "Presented" "已提交" "The document is here." "材料已提交。";
    "AttachmentDocument=committed" "Committed" "承诺" "The document is promised by a day." "承诺在期限前提交。";
    "AttachmentDocument=waived" "Waived" "免除" "An authority waived the document." "经有权单位免除。";
    "AttachmentDocument.name" "Name" "文件名称" "Its title or file name." "文件标题或文件名。";
    "PermitDocument" "Permit" "许可证" "A permit that is here, promised, or waived." "已提交、已承诺或已免除的许可证。";
    "PermitDocument=presented" "Presented" "已提交" "The permit is here." "许可证已提交。";
    "PermitDocument=committed" "Committed" "承诺" "The permit is promised by a day." "承诺在期限前提交。";
    "PermitDocument=waived" "Waived" "免除" "An authority waived the permit." "经有权单位免除。";
    "Approval" "Environmental approval" "环评审批（备案）文件" "An approval that is here, promised, or not required."
        "已提交、已承诺或不需要办理的环评审批（备案）文件。";
    "Approval=presented" "Presented" "已提交" "The approval is here." "文件已提交。";
    "Approval=committed" "Committed" "承诺" "The approval is promised by a day." "承诺在期限前提交。";
    "Approval=not_required" "Not required" "不需要办理" "The project needs none." "该项目依规定不需要办理。";
    "Approval.basis" "Basis" "依据" "The rule that says so." "不需要办理所依据的规定。";
    "Approval.name" "Name" "文件名称" "Its title or file name." "文件标题或文件名。";
    "Approval.status" "Status" "状态" "Whether it is presented, committed or not required." "已提交、承诺或不需要办理。";
    ".status" "Status" "状态" "Whether it is presented, committed or waived." "已提交、承诺或免除。";
    ".due" "Due" "期限" "The last day on which the promise is kept." "兑现承诺的最后一日。";
    ".basis" "Basis" "依据" "The rule or decision on which the waiver rests." "免除所依据的规定或决定。";
    ".authority" "Authority" "批准单位" "Who waived it." "准予免除的单位。";
    ".issued_on" "Issued" "签发日期" "The first day on which it is valid." "有效期的首日。";
    ".paper" "Paper" "文件" "The paper itself." "许可文件本身。";
    ".valid_until" "Valid until" "有效期至" "Its last valid day, where the permit itself names one." "许可证自身载明的有效期末日。";
    "Promise" "Promise" "招商承诺" "A promise of the government side to the investor." "政府方对投资方的承诺。";
    "Promise.due" "Due" "期限" "The last day on which it is kept in time." "按期兑现的最后一日。";
    "Promise.promise" "Promise" "承诺内容" "What is promised." "所承诺的事项。";
    "CodeEntry" "Project code" "项目代码" "The code on the national approval platform, or why there is none."
        "全国投资项目在线审批监管平台的项目代码，或无代码的原因。";
    "CodeEntry=code" "Code" "有代码" "The project has a code." "项目有代码。";
    "CodeEntry=none" "No code" "无代码" "The project has none." "项目无代码。";
    "CodeEntry.code" "Project code" "项目代码" "The project's code." "项目的代码。";
    "CodeEntry.none" "No code" "无代码" "Why the project has none." "无代码的原因。";
    "CodeEntry.reason" "Reason" "原因" "Why there is none." "无代码的原因。";
    "SmallWorks" "Small works" "限额以下工程" "The size of works that may need no construction permit."
        "可免办施工许可证的工程规模。";
    "SmallWorks.area" "Floor area" "建筑面积" "In square metres; 0 if it is not known." "单位为平方米，不详填 0。";
    "SmallWorks.cost" "Cost" "工程造价" "The cost of the works." "工程的造价。";

    // values
    "ActorId" "Actor" "经办人编号" "The opaque id of a person or service; never a name." "人员或系统的内部编号，不得填写姓名。";
    "OrgId" "Organisation" "单位编号" "The opaque id of an organisation." "单位的内部编号。";
    "ZoneId" "Zone" "开发区编号" "The opaque id of a development zone." "开发区的内部编号。";
    "ClientId" "Client" "客户编号" "The opaque id of a target client." "目标客户的内部编号。";
    "ProjectId" "Project" "项目编号" "The id of a project, a UUID." "项目编号（UUID 格式）。";
    "EventId" "Event" "记录编号" "The id of a command and of its event, a UUID." "办理事项及其记录的编号（UUID 格式）。";
    "Day" "Day" "日期" "A day as YYYY-MM-DD." "日期，写作年-月-日，如 2018-06-01。";
    "DayOfYear" "Day of the year" "年内日期" "A day of every year as MM-DD." "每年的某一日，写作月-日，如 11-01。";
    "Timestamp" "Instant" "时刻" "An instant in UTC, to the microsecond." "时刻（协调世界时），精确到微秒。";
    "Digest" "Digest" "摘要" "A digest of 32 bytes in lower-case hexadecimal." "三十二字节的摘要值，写作小写十六进制数。";
    "Source" "Log" "日志名称" "The URI of a log; it has no `+`." "日志的名称，为不含加号的网址格式（URI）。";
    "Text" "Text" "文本"
        "A text with something to see in it and without U+0000, of at most 16,384 bytes of UTF-8; here only characters count."
        "含可见字符且不含空字符（U+0000）的文本，UTF-8 编码不超过 16384 字节；此处仅按字符计。";
    "ShortText" "Short text" "短文本"
        "A text of one line, of at most 256 bytes of UTF-8; here only characters count."
        "单行文本，UTF-8 编码不超过 256 字节；此处仅按字符计。";
    "RegionCode" "Region" "行政区划代码" "Six digits of GB/T 2260." "GB/T 2260 的六位代码。";
    "IndustryCode" "Industry class" "行业分类" "A class of GB/T 4754 with its edition." "GB/T 4754 的类别及其版本。";
    "IndustryCode.code" "Code" "代码" "The letter of the section and two to four digits." "门类字母加二至四位数字。";
    "IndustryCode.edition" "Edition" "版本" "The edition of the standard." "标准的版本。";
    "Edition" "Edition of GB/T 4754" "GB/T 4754 版本" "The year of the edition." "标准版本的年份。";
    "Money" "Amount of money" "金额" "An exact amount with its currency." "精确金额及币种。";
    "Money.amount" "Amount" "数额" "With two decimals, such as 120000000.10." "保留两位小数，如 120000000.10。";
    "Money.currency" "Currency" "币种" "Three letters of ISO 4217." "ISO 4217 的三位字母。";
    "Currency" "Currency" "币种" "Three capital letters of ISO 4217, such as CNY." "ISO 4217 的三位大写字母代码，人民币为 CNY。";
    "ProjectCode" "Project code" "项目代码" "A code of the national approval platform, of either generation."
        "全国投资项目在线审批监管平台的项目代码，新旧两代均可。";
    "Uscc" "Unified social credit code" "统一社会信用代码" "The 18 characters of GB 32100-2015; the check characters are verified when it is read."
        "GB 32100-2015 的十八位代码，读入时核验校验码。";
    "Uscc.code" "Code" "代码" "The 18 characters." "十八位代码。";
    "Uscc.nonconforming" "Non-conforming" "校验不符" "Says that a check fails." "标明校验不符。";
    "BasisPoints" "Basis points" "完成比例（%）" "Hundredths of a per cent, from 0 to 10000." "按万分之一填写，0 至 10000，10000 即 100%。";
    "Position" "Position" "所处位置" "A stage, and for a zombie the stage in which it stalled." "所处阶段，僵尸项目（企业）另载停滞阶段。";

    // vocabularies
    "AcceptanceKind" "Kind of acceptance" "验收类型" "On what a commissioning rests." "投产所依据的验收或试生产。";
    "AgreementKind" "Kind of agreement" "协议类型" "What kind of paper a signing rests on." "签约所依据的协议类型。";
    "AgreementStatus" "Status of the old agreement" "原协议状态" "What becomes of the old agreement." "原协议如何处置。";
    "Aim" "Aim of the restart" "升级方向" "What a revival aims at." "盘活所服务的方向。";
    "AuthType" "Kind of actor" "经办人类型" "What kind of principal acts." "经办主体的类型。";
    "Duty" "Duty" "落实事项" "What every signed project must have." "每个签约项目须落实的事项。";
    "EntityKind" "Kind of entity" "主体类型" "What kind of entity lands the project." "承担项目的主体类型。";
    "Gate" "Gate" "环节材料" "The point that a project passes with evidence." "项目凭佐证材料通过的环节。";
    "InvestmentMeasure" "Measure of investment" "投资指标" "What an investment report measures." "投资上报所统计的指标。";
    "Item" "Item of evidence" "材料项目" "One thing that a gate's evidence holds." "佐证材料中的一项。";
    "LinkKind" "Kind of link" "关联类型" "How a project is related to another." "项目之间的关联类型。";
    "LiquidationGround" "Ground of liquidation" "破产清算依据" "Why an enterprise is liquidated." "企业破产清算的依据。";
    "Milestone" "Milestone" "节点" "A milestone that is no stage." "非阶段性的节点。";
    "OperationBasis" "Ground of operation" "运营认定依据" "On what ground a project counts as operating." "项目认定为运营的依据。";
    "Outcome" "Closing outcome" "退出结果" "With what outcome a project left." "项目退出的结果。";
    "PauseReason" "Reason of a pause" "停工（停产）原因" "Why work stopped." "停工（停产）的原因类别。";
    "ProjectCategory" "Project category" "项目类别" "What a project is counted as." "统计口径上的项目类别。";
    "ProjectKind" "Kind of project" "投资主体类型" "What legal act binds the parties." "企业投资、政府投资，或政府和社会资本合作（PPP）。";
    "Remedy" "Remedy" "盘活方式" "What kind of act revives a zombie." "盘活僵尸项目（企业）的方式。";
    "SiteKind" "Kind of site" "用地方式" "How the site is held." "用地的方式。";
    "Stage" "Stage" "阶段" "Where a project stands." "项目所处阶段。";
    "StartKind" "Kind of start" "开工认定方式" "By which definition construction began." "据以认定开工的情形。";
    "Verb" "Act" "环节" "An act that moves a project." "变更项目阶段的环节。";
    "Way" "Way of restructuring" "重组方式" "How an enterprise of value is kept alive." "有价值企业的重组方式。";
    "ZombieKind" "Kind of zombie" "僵尸项目（企业）类型" "What a cause makes a zombie of." "僵尸项目或僵尸企业。";
    "ZoneClass" "Class of zone" "开发区级别" "By whom a development zone was approved." "开发区的批准级别。";
    "ZombieCause" "Cause" "成因" "Why a project or an enterprise became a zombie." "成为僵尸项目或僵尸企业的原因。";

    // refusals
    "ReasonReport" "Reason" "理由" "One reason of a refusal: a stable code with its parameters, told in both languages."
        "不予办理的一条理由：代码、参数及中英文说明。";
    "LiftReport" "What would lift it" "如何补正" "The act that would lift a reason, told in both languages."
        "补正的办法及中英文说明。";
    "Choice" "Choice" "选项" "One of several codes, with its labels." "若干代码之一及其名称。";
    "StepDate" "Dated event" "记录及日期" "A step or a fact by its stream version, with its date." "某次阶段变更或某项登记事项的记录序号及日期。";
    "StepDate.on" "Effective date" "业务发生日期" "Its effective date." "其业务发生日期。";
    "Reason" "Reason of a reason" "具体理由" "The reason for which the fact would be refused: a stable code with its parameters."
        "该登记事项不能成立的具体理由：代码及参数。";
    "Reason.code" "Code" "代码" "The stable code of the reason." "理由的代码。";
    "Reason.parameters" "Parameters" "参数" "The values that the reason is about." "理由所涉的值。";
    "Reason.kind" "Kind of agreement" "协议类型" "The kind of agreement that was given." "所提交的协议类型。";
    "Reason.from" "From" "起" "The first day." "首日。";
    "Reason.to" "To" "止" "The last day, or the date that was asked for." "末日，或所填的日期。";
    "Reason.on" "On" "日期" "The day on record." "已登记的日期。";
    "ReasonReport.code" "Code" "代码" "The stable code of the reason." "理由的代码。";
    "ReasonReport.parameters" "Parameters" "参数" "The values that the reason is about." "理由所涉的值。";
    "ReasonReport.lift" "What would lift it" "如何补正" "What would lift the reason." "补正的办法。";
    "ReasonReport.kind" "Kind" "类型" "The kind of agreement that was given, or of zombies." "所提交的协议类型，或僵尸项目（企业）类型。";
    "ReasonReport.from" "From" "起" "The first day." "首日。";
    "ReasonReport.to" "To" "止" "The last day, or the date that was asked for." "末日，或所填的日期。";
    "LiftReport.act" "Act" "办法" "What to do." "应采取的办法。";
    "LiftReport.parameters" "Parameters" "参数" "The values that the act is about." "办法所涉的值。";
    "LiftReport.options" "Options" "选项" "What there is to choose from." "可供选择的各项。";
    "Choice.code" "Code" "代码" "The stable code." "选项的代码。";
    ".en" "English" "英文" "What an English reader reads." "英文说明。";
    ".zh" "Chinese" "中文" "What a Chinese reader reads." "中文说明。";
    ".agreed_start" "Agreed start" "约定开工日期" "The agreed start in force." "现行有效的约定开工日期。";
    ".reason" "Reason of the pause" "停工（停产）原因" "Why work rests." "停工（停产）的原因类别。";
    ".allowed" "Allowed" "可选项" "What is open to the stage." "该阶段可选的各项。";
    ".area" "Floor area" "建筑面积" "In square metres." "单位为平方米。";
    ".by" "Resting on it" "以其为前提的事项" "The standing fact that rests on it." "以其为前提的有效登记事项。";
    ".bytes" "Bytes" "字节数" "The length in bytes." "以字节计的长度。";
    ".closed_on" "Closed" "退出日期" "The day of closing." "项目退出的日期。";
    ".commissioned_on" "Commissioned" "投产日期" "The day of the commissioning; null if there is none." "投产的日期，未投产的为空。";
    ".committed" "Committed" "承诺期限" "The due day that the evidence promised." "佐证材料所承诺的期限。";
    ".cost" "Cost" "工程造价" "The cost of the works." "工程的造价。";
    ".duty" "Duty" "落实事项" "The duty that is not met." "尚未落实的事项。";
    ".earlier" "Earlier step" "前一次阶段变更" "The step before it that is in the way; null if there is none." "妨碍更正的前一次阶段变更，没有的为空。";
    ".earliest" "Earliest" "最早日期" "The earliest date; null if there is no bound." "最早的日期，无限制的为空。";
    ".entered_on" "Entered" "进入日期" "The day on which the project entered its stage." "项目进入所处阶段的日期。";
    ".fact" "Fact" "登记事项" "The standing fact." "有效的登记事项。";
    ".field" "Member" "栏目" "The member of the command." "须填写或更改的栏目。";
    ".fitting" "Fitting" "适用项" "What fits." "适用的各项。";
    ".footing" "Footing" "参照阶段" "The stage, or for a zombie the one in which it stalled." "所处阶段，僵尸项目（企业）为停滞阶段。";
    ".found" "Found" "现填内容" "What was found." "现填的内容。";
    ".gate" "Gate" "环节材料" "The gate." "所涉环节材料。";
    ".id" "Id" "编号" "The command's id." "办理事项的编号。";
    ".last" "Last" "最后一次阶段变更" "The last standing transition: its date, or its stream version." "最后一次有效的阶段变更的日期或记录序号。";
    ".later" "Later step" "后一次阶段变更" "The step after it that is in the way; null if there is none." "妨碍更正的后一次阶段变更，没有的为空。";
    ".registered_on" "Registered" "注册日期" "The day of the registration; null if none stands." "注册的日期，未注册的为空。";
    ".signed_on" "Signed" "签约日期" "The day of the signing; null if none stands." "签约的日期，没有有效协议的为空。";
    ".present" "Present zone" "现所在开发区" "The zone that hosts the project." "项目现在所在的开发区。";
    ".latest" "Latest" "最晚日期" "The latest date; null if there is no bound." "最晚的日期，无限制的为空。";
    ".limit" "Limit" "上限" "The most that there may be; of a text in bytes." "允许的上限，文本以字节计。";
    ".needed" "Needed" "所需数量" "How many are needed." "所需的数量。";
    ".not_before" "Not before" "不早于" "The earliest possible day." "最早可能的日期。";
    "ReasonReport.on" "On" "日期" "The day on record." "已登记的日期。";
    ".other_from" "First day of the other period" "另一期间首日" "The first day of the other period." "另一期间的首日。";
    ".other_to" "Last day of the other period" "另一期间末日" "The last day of the other period." "另一期间的末日。";
    ".permitted" "Permitted" "可办事项" "What the law permits here." "按规则现可办理的事项。";
    ".recorded_on" "Recorded date" "已记录日期" "The date that is recorded." "已记录的业务发生日期。";
    ".acted_on" "Date of the act" "业务发生日期" "The day of the act, as the evidence tells it." "材料载明的业务发生日期。";
    ".planned_on" "Planned" "策划日期" "The day of planning." "策划的日期。";
    ".position" "Position" "所处位置" "Where the project stands." "项目所处位置。";
    ".project" "Kind of project" "投资主体类型" "The kind of project." "项目的投资主体类型。";
    ".reached_on" "Reached" "达到日期" "The first day on which it is possible." "最早可以办理的日期。";
    ".remedy" "Remedy" "盘活方式" "The remedy that was given." "所提交的盘活方式。";
    ".since" "Since" "起始日" "The first day of it." "起始的日期。";
    ".stage" "Stage" "阶段" "The stage." "所涉阶段。";
    ".today" "Today" "今日" "Today, in the policy's offset." "按政策时区的当日。";
    ".until" "Until" "等待至" "The first day on which it is possible." "最早可以办理的日期。";
    ".verbs" "Acts" "环节" "The acts, one after the other." "依次应办的环节。";
    ".version" "Stream version" "记录序号" "The place in the project's stream." "在项目全部记录中的次序。";
    ".host" "Host's own members" "平台自有信息" "What the host keeps beside; nothing here interprets it." "平台自行附带的信息，本系统不作解释。";
    "HostData" "Host's own members" "平台自有信息" "An object of at most 4 KiB." "不超过 4096 字节。";
    ".count" "Count" "个数" "How many there are." "数目。";
    ".column" "Column" "列" "The column, from 1." "列号，自 1 起。";
    ".expected" "Expected" "应为" "What is read there." "该处应填写的内容。";
    ".fault" "Fault" "错误" "What is wrong there." "该处有何错误。";
    ".known" "Known codes" "可选代码" "Every code of the list." "全部可选代码。";
    ".line" "Line" "行" "The line, from 1." "行号，自 1 起。";
    ".why" "Why" "原因" "The reason for which it would be refused." "将不予办理的理由。";
    ".member" "Member" "栏目" "The place in the form." "表单中的位置。";
}
