//! Texts that a careless storage mistakes for something else.

use crate::audit::{RECORD_LIMIT, TransitionRefused, seal_into};
use crate::store::ProjectQuery;
use crate::testing::life::{Life, World, now, short, text};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::{Actor, ActorId, AppendError, AuthType, ClientId, Command, Context, EventId, OrgId, Profile, Verb, ZoneId};

/// Texts that mean something to SQL, to JSON, to a pattern or to a terminal, and what Unicode is full of.
const TEXTS: [&str; 22] = [
    "'; DROP TABLE event; --",
    "\" OR \"\"=\"",
    "Robert'); DELETE FROM current WHERE ('1'='1",
    "\\",
    "\\'",
    "$1 ?1 :name @name",
    "%",
    "_",
    "{\"data\":{\"from\":\"none\"}}",
    "</script><!--",
    "{{7*7}} ${7*7}",
    "NULL",
    "0x00",
    "café",
    "cafe\u{301}",
    "沈阳高新技术产业开发区",
    "🏗️",
    "\u{202E}gnipp",
    "\u{FEFF}mark",
    "\u{10FFFF}",
    "a\u{1F}b\u{7F}\u{85}\u{2028}c",
    "tab\tand\r\nlines",
];

/// Texts with metacharacters and of every length that is allowed come back as they were given, from the records, the
/// states and the lists, in every field; so does a record that is as large as can be, and one that is larger is refused with
/// its size.
///
/// # Panics
/// When the store breaks it.
pub fn texts<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "texts", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let long = ["沈".repeat(5_461), "'".repeat(16 * 1_024), "\u{10FFFF}".repeat(4_096)];
    let texts: Vec<&str> = TEXTS.into_iter().chain(long.iter().map(String::as_str)).collect();
    for (p, given) in (0..).zip(&texts) {
        // ids take no control characters, none that nobody sees, and at most 256 bytes
        let id = ids(given);
        let zone = ZoneId::new(&id).expect("an id");
        let profile = Profile::new(text(given), zone.clone()).by_investor(ClientId::new(&id).expect("an id"));
        let actor = Actor::new(AuthType::AppUser, ActorId::new(&id).expect("an id"))
            .in_role(short(&id))
            .of(OrgId::new(&id).expect("an id"))
            .for_zone(zone.clone());
        let mut life =
            log.world.plan_by(p, profile, actor, |context| context.correlated(short(&id)).caused_by(short(&id)));
        let record = handles[0].record(life.planning().clone());
        trial.same("the id of a business transaction comes back", &record.correlation(), &Some(id.as_str()));
        trial.same("and of what caused an event", &record.causation(), &Some(id.as_str()));

        let officer = ActorId::new(&id).expect("an id");
        for command in [Command::AssignOfficer(officer.clone().into()), amended(given)] {
            let context = life.context();
            let event = life.decide(command, &context);
            life.take(event.clone());
            handles[dice.below(2)].record(event);
        }
        handles[1].record(life.note(given));
        let loaded = handles[0].project(life.project.id()).map(|project| project.events()[..3].to_vec());
        let found = loaded.as_deref().unwrap_or_default();
        trial.same("a text comes back as it was given", &found, &life.project.events());
        let mut state = life.project.current().clone();
        state.version += 1;
        trial.same("also from the state", &handles[1].current(life.project.id()).as_ref(), &Some(&state));
        for query in [
            ProjectQuery::all().in_zone(zone),
            ProjectQuery::all().of_officer(officer),
            ProjectQuery::named(*given),
            ProjectQuery::containing(*given),
        ] {
            let listed = handles[0].projects(&query.clone().limit(1_000)).projects;
            let is_listed = listed.iter().filter(|listed| **listed == state).count() == 1;
            let are_meant = listed.iter().all(|state| query.lists(state));
            trial.demand("a list by a text holds what has it, and nothing else", is_listed && are_meant, || {
                format!("{listed:?} to {query:?}")
            });
        }
    }

    // an event with as much as a command can give
    let signing = log.world.begin(1_000_000, &mut dice).to_agreement();
    handles[0].record_all(&signing.requests());
    let promise = "承".repeat(4_800);
    handles[0].record(signing.clone().sign(&[promise.as_str(); 4]));
    let project = handles[1].project(signing.project.id()).expect("it is recorded");
    let verb = project.standing().last().map(|step| step.event().command_name());
    trial.same("an event as large as can be is read back", &verb, &Some(Verb::Sign.code()));

    // a record that is as large as can be, and one that is larger by a byte
    let head = handles[0].head();
    let mut line = Vec::new();
    let sized = seal_into(&crowded(&signing, &log.world, 1, [1, 1]).into(), &head, now(), &mut line);
    let room = RECORD_LIMIT - sized.map_or(RECORD_LIMIT, |_| line.len());
    // a role of 256 bytes takes 259: its quotation marks and the comma before it
    let (roles, rest) = (1 + room / 259, room % 259);
    let fill = [1 + rest.min(255), 1 + rest.saturating_sub(255)];
    let refused = handles[1].refused(&crowded(&signing, &log.world, roles, [fill[0], fill[1] + 1]).into(), now());
    let told = AppendError::TooLarge { bytes: RECORD_LIMIT + 1, limit: RECORD_LIMIT };
    trial.same("a record that is too large is refused with its size", &refused, &told);
    let record = handles[0].record(crowded(&signing, &log.world, roles, fill));
    trial.same("a record as large as can be is recorded", &record.line().len(), &RECORD_LIMIT);
    trial.same("and comes back", &handles[1].stream(record.subject()), &[record]);
    handles[0].verified();
    trial.same("the check of the states finds nothing", &handles[1].check_current(), &[]);
}

/// As much of a text as an id takes.
fn ids(text: &str) -> String {
    let mut id: String = text.chars().filter(|c| !c.is_control() && !"\u{202E}\u{FE0F}\u{FEFF}".contains(*c)).collect();
    while id.len() > 256 {
        id.pop();
    }
    let id = id.trim();
    if id.is_empty() { "x".into() } else { id.into() }
}

/// A refused attempt by an actor with so many roles of 256 bytes, and two of these lengths.
fn crowded(life: &Life, world: &World, roles: usize, others: [usize; 2]) -> TransitionRefused {
    let lengths = core::iter::repeat_n(256, roles).chain(others);
    let actor = lengths.fold(world.actor(), |actor, length| actor.in_role(short(&"r".repeat(length))));
    let (context, refusal) = life.clone().refused();
    let context = Context::new(context.id(), context.at(), actor);
    TransitionRefused::new(EventId::named(context.id().uuid(), "refused"), refusal, &context, world.policy())
}

fn amended(name: &str) -> Command {
    Command::Amend(crate::project::fact::Amendment {
        name: Some(text(name)),
        ..crate::project::fact::Amendment::default()
    })
}
