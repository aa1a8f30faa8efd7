//! A city of as many projects as are asked for, in twenty zones, from 2015 to 2020: the same for the same number.

use project_lifecycle::evidence::AgreementForm;
use project_lifecycle::lifecycle::ProjectCategory;
use project_lifecycle::project::InvestmentMeasure;
use project_lifecycle::project::fact::{InvestmentReport, Responsibility};
use project_lifecycle::{Actor, AppendRequest, Command, Context, Day, Money, Policy, Profile, Project, ZoneId};
use project_lifecycle::{Verb, lifecycle::Stage};

use crate::common::evidence::{agreement_form, complete, schedule};
use crate::common::{actor, actor_id, day, evening, event_id, org, plus, policy, project_id, text};

/// Numbers that look like chance.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }
}

/// What is the same for all.
pub(crate) struct City {
    policy: Policy,
    actor: Actor,
    zones: Vec<ZoneId>,
}

impl City {
    pub(crate) fn new() -> Self {
        let zones = (1..=20).map(|zone| ZoneId::new(&format!("zone-{zone:02}")).expect("a zone id"));
        Self { policy: policy(), actor: actor(), zones: zones.collect() }
    }

    /// The events of a project by its number, about five.
    pub(crate) fn life(&self, number: u64) -> Vec<AppendRequest> {
        let mut dice = Dice(number.wrapping_mul(0x2545_F491_4F6C_DD1D));
        let mut today = plus(day("2015-01-01"), dice.roll(1_900) as i64);
        let zone = self.zones[dice.roll(20) as usize].clone();
        let category = ProjectCategory::ALL[dice.roll(5).saturating_sub(2) as usize];
        let profile = Profile::new(text("产业项目"), zone).in_category(category);
        let mut commands = 0;
        let mut context = |today: Day| {
            commands += 1;
            Context::new(event_id(number, commands), evening(today), self.actor.clone()).on(today)
        };
        let planned = Project::plan(project_id(number), profile, &context(today), &self.policy).expect("planned");
        let mut project = Project::replay([planned]).expect("a history");
        let mut give = |project: &mut Project, command: Command, today: Day| {
            let event = project.decide(command, &context(today), &self.policy).expect("accepted").into_new();
            project.apply(event.expect("new")).expect("it follows");
        };
        // how far it comes
        let steps = [1, 2, 2, 2, 3, 3, 3, 4, 5, 7][dice.roll(10) as usize];
        let mut verbs = vec![Verb::Engage, Verb::Sign, Verb::Register, Verb::Start, Verb::Commission, Verb::Operate];
        if dice.roll(2) == 0 {
            verbs.insert(0, Verb::Admit);
        }
        for verb in verbs.into_iter().take(steps) {
            today = plus(today, dice.roll(200) as i64);
            match verb {
                Verb::Sign => {
                    let total = Money::from_fen((1 + dice.roll(60)) as i64 * 1_000_000_000);
                    let form = AgreementForm {
                        total_investment: total.into(),
                        ..agreement_form(project.profile().kind(), today)
                    };
                    give(&mut project, Command::Sign(form.try_into().expect("complete")), today);
                }
                Verb::Register => {
                    give(&mut project, Command::AssignOfficer(actor_id("officer-7").into()), today);
                    let body = Responsibility { lead: org("lead"), responsible: vec![] };
                    give(&mut project, Command::AssignBody(body), today);
                    give(&mut project, Command::Reschedule(schedule(today).into()), today);
                    let command = complete(Verb::Register, &project, today);
                    give(&mut project, command, today);
                }
                Verb::Admit
                | Verb::Engage
                | Verb::Start
                | Verb::Commission
                | Verb::Operate
                | Verb::SendBack
                | Verb::BreakOff
                | Verb::ReopenTalks
                | Verb::Terminate
                | Verb::Stall
                | Verb::Revive
                | Verb::Close => {
                    let command = complete(verb, &project, today);
                    give(&mut project, command, today);
                }
            }
        }
        if project.stage() >= Stage::Started {
            let from = Day::new(today.year(), 1, 1).expect("a day");
            let amount = Money::from_fen(dice.roll(1_000_000_000) as i64);
            let measure = InvestmentMeasure::Completed;
            give(&mut project, Command::ReportInvestment(InvestmentReport { amount, from, measure, to: today }), today);
        }
        project.events().iter().cloned().map(AppendRequest::new).collect()
    }
}

/// When the last of them may be recorded.
pub(crate) fn recorded() -> Day {
    day("2024-12-31")
}
