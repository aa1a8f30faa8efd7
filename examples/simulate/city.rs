//! The city: its zones, its projects, and what is to be done about them.

use std::path::Path;
use std::sync::Arc;

use project_lifecycle::value::Uscc;
use project_lifecycle::{
    Actor, ActorId, AuthType, ClientId, Command, Day, EventId, Money, OrgId, Profile, Project, ProjectId, Stage, Text,
};

use crate::calendar::{Act, Calendar, Due, plus, working};
use crate::dice::Dice;
use crate::names::Named;
use crate::office::{Office, SOURCE};
use crate::place::{PLACES, Place};
use crate::rates::{LATE, LONG_LATE, VERY_LATE};
use crate::{Result, codes, money, names};

/// A project as the city knows it before any record: what it will be called, how large it is, and its chance.
pub(crate) struct Case {
    pub(crate) id: ProjectId,
    pub(crate) dice: Dice,
    /// Its zone, by number. A relocation changes it.
    pub(crate) zone: usize,
    pub(crate) named: Named,
    pub(crate) code: Uscc,
    pub(crate) total: Total,
    /// What is recorded of it. `None` until it is planned.
    pub(crate) project: Option<Project>,
    /// When its works are to end, once they began.
    pub(crate) built_by: Option<Day>,
    commands: u32,
}

/// How much it invests.
#[derive(Clone, Copy)]
pub(crate) struct Total {
    /// In ten thousand yuan.
    pub(crate) wan: i64,
    /// Whether its papers have it in dollars.
    pub(crate) is_in_dollars: bool,
}

impl Total {
    pub(crate) fn money(self) -> Money {
        if self.is_in_dollars { money::in_dollars(self.wan) } else { money::wan(self.wan) }
    }
}

impl Case {
    pub(crate) fn new(seed: u64, number: usize) -> Result<Self> {
        let mut dice = Dice::new(seed, number as u64 + 1);
        let zone = dice.weighed(&core::array::from_fn::<_, { PLACES.len() }, _>(|zone| (PLACES[zone].weight, zone)));
        let place = &PLACES[zone];
        let named = names::name(place, &mut dice);
        let (wan, is_in_dollars) = (money::total(&mut dice), dice.happens(crate::rates::IN_DOLLARS));
        let code = codes::company(place.region, &mut dice)?;
        let id = ProjectId::named(&format!("{SOURCE}:{seed}/{number}"));
        let total = Total { wan, is_in_dollars };
        Ok(Self { id, dice, zone, named, code, total, project: None, built_by: None, commands: 0 })
    }

    pub(crate) fn place(&self) -> &'static Place {
        &PLACES[self.zone]
    }

    /// Its stage. `None` before it is planned.
    pub(crate) fn stage(&self) -> Option<Stage> {
        self.project.as_ref().map(Project::stage)
    }

    pub(crate) fn client(&self) -> Result<ClientId> {
        Ok(ClientId::new(&self.named.client())?)
    }

    /// The profile as its planners write it, with or without its total.
    pub(crate) fn profile(&self, tells_total: bool) -> Result<Profile> {
        let named = &self.named;
        let profile = Profile::new(Text::new(named.project.as_str())?, self.place().name.parse()?)
            .of_kind(named.kind)
            .in_category(named.category)
            .in_industry(named.industry.parse()?);
        Ok(if tells_total { profile.investing(self.total.money()) } else { profile })
    }
}

pub(crate) struct City {
    pub(crate) office: Office,
    pub(crate) calendar: Calendar,
    pub(crate) cases: Vec<Case>,
    /// Who enters what the zones tell, zone by zone.
    clerks: Vec<Arc<Actor>>,
}

impl City {
    pub(crate) fn new(store: &Path, first_day: Day, projects: usize, seed: u64) -> Result<Self> {
        let cases = (0..projects).map(|number| Case::new(seed, number)).collect::<Result<_>>()?;
        let clerk = |place: &Place| -> Result<_> {
            let id = ActorId::new(&format!("{}录入员", place.short))?;
            let clerk = Actor::new(AuthType::AppUser, id).in_role("recorder".parse()?);
            Ok(Arc::new(clerk.of(OrgId::new(&place.committee())?).for_zone(place.name.parse()?)))
        };
        let clerks = PLACES.iter().map(clerk).collect::<Result<_>>()?;
        let (office, calendar) = (Office::open(store, first_day)?, Calendar::default());
        Ok(Self { office, calendar, cases, clerks })
    }

    pub(crate) fn today(&self) -> Day {
        self.office.today
    }

    pub(crate) fn case(&mut self, n: usize) -> &mut Case {
        &mut self.cases[n]
    }

    pub(crate) fn dice(&mut self, n: usize) -> &mut Dice {
        &mut self.cases[n].dice
    }

    /// Where a project stands. `None` before it is planned.
    pub(crate) fn stage(&self, n: usize) -> Option<Stage> {
        self.cases[n].stage()
    }

    /// What is recorded of a project.
    pub(crate) fn project(&self, n: usize) -> Result<&Project> {
        self.cases[n].project.as_ref().ok_or_else(|| "the project is not planned yet".into())
    }

    /// The day, or that on which the project entered its stage if it is later: steps never go back.
    pub(crate) fn not_before_stage(&self, n: usize, on: Day) -> Day {
        self.cases[n].project.as_ref().map_or(on, |project| on.max(project.since()))
    }

    /// Gives a command about a project, by the clerk of its zone, and tells whether it was accepted. Without a day the evidence
    /// says when it took effect.
    pub(crate) fn give(&mut self, n: usize, command: Command, on: Option<Day>) -> Result<bool> {
        let (id, clerk) = self.identify(n);
        let context = self.office.context(id, &clerk)?;
        let context = on.map_or(context.clone(), |on| context.on(on));
        let Some(project) = self.cases[n].project.as_mut() else { return Err("nothing is planned".into()) };
        self.office.give(project, command, &context)
    }

    /// Plans a project.
    pub(crate) fn plan(&mut self, n: usize, profile: Profile, on: Day) -> Result<()> {
        let (id, clerk) = self.identify(n);
        let context = self.office.context(id, &clerk)?.on(on);
        let event = Project::plan(self.cases[n].id, profile, &context, &self.office.policy)?;
        self.office.write(&event);
        self.cases[n].project = Some(Project::replay([event])?);
        Ok(())
    }

    /// The id of the next command about a project, and who gives it.
    pub(crate) fn identify(&mut self, n: usize) -> (EventId, Arc<Actor>) {
        let case = &mut self.cases[n];
        case.commands += 1;
        (EventId::named(case.id.uuid(), &case.commands.to_string()), Arc::clone(&self.clerks[case.zone]))
    }

    /// Has something about a project take effect on a day, or on the next one on which people work, and recorded once the clerks
    /// get to it: then, or late.
    pub(crate) fn later(&mut self, n: usize, on: Day, act: impl FnOnce(&mut Self, usize, Day) -> Result<()> + 'static) {
        let on = working(on);
        let dice = self.dice(n);
        let lag = if dice.happens(VERY_LATE) {
            dice.between(31, 80)
        } else if dice.happens(LONG_LATE) {
            dice.between(6, 30)
        } else if dice.happens(LATE) {
            dice.between(1, 5)
        } else {
            0
        };
        self.book(n, plus(on, lag), on, act);
    }

    /// Has something recorded on a day, or today if that has passed, or on the next working day; it takes effect on a day of its
    /// own.
    pub(crate) fn book(
        &mut self,
        n: usize,
        recorded: Day,
        on: Day,
        act: impl FnOnce(&mut Self, usize, Day) -> Result<()> + 'static,
    ) {
        let act: Act = Box::new(act);
        self.calendar.put(working(recorded.max(self.today())), Due { project: n, on, act });
    }

    /// Does what is due on a day.
    pub(crate) fn live(&mut self, day: Day) -> Result<()> {
        self.office.today = day;
        while let Some(Due { project, on, act }) = self.calendar.next(day) {
            act(self, project, on)?;
        }
        Ok(())
    }
}
