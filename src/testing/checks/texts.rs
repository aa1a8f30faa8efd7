//! Texts that a careless storage mistakes for something else.

use crate::audit::RECORD_LIMIT;
use crate::store::ProjectQuery;
use crate::testing::life::{now, text};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::{Actor, ActorId, AppendError, AppendRequest, AuthType, ClientId, Command, OrgId, Profile, Verb, ZoneId};

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
/// states and the lists, in every field; a record that would be too large is refused with its size.
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
        // ids take no control characters and at most 256 bytes
        let id = ids(given);
        let zone = ZoneId::new(&id).expect("an id");
        let profile = Profile::new(text(given), zone.clone()).by_investor(ClientId::new(&id).expect("an id"));
        let actor = Actor::new(AuthType::AppUser, ActorId::new(&id).expect("an id"))
            .in_role(*given)
            .of(OrgId::new(&id).expect("an id"))
            .for_zone(zone.clone());
        // three long texts more would be too much for one record
        let short = if given.len() > 256 { "x" } else { given };
        let mut life = log.world.plan_by(p, profile, actor, |context| context.correlated(short).caused_by(short));
        let record = handles[0].record(life.planning().clone());
        trial.same("the id of a business transaction comes back", &record.correlation(), &Some(short));
        trial.same("and of what caused an event", &record.causation(), &Some(short));

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
        for query in
            [ProjectQuery::all().in_zone(zone), ProjectQuery::all().of_officer(officer), ProjectQuery::named(*given)]
        {
            let listed = handles[0].projects(&query.clone().limit(1_000)).projects;
            let is_listed = listed.iter().filter(|listed| **listed == state).count() == 1;
            let are_meant = listed.iter().all(|state| query.lists(state));
            trial.demand("a list by a text holds what has it, and nothing else", is_listed && are_meant, || {
                format!("{listed:?} to {query:?}")
            });
        }
    }

    // a record that is as large as can be, and one that is larger
    let signing = log.world.begin(1_000_000, &mut dice).to_agreement();
    handles[0].record_all(&signing.requests());
    let promise = "承".repeat(5_000);
    let mut sizes = Vec::new();
    for promises in 1..=5 {
        let request = AppendRequest::new(signing.clone().sign(&vec![promise.as_str(); promises]));
        if promises < 5 {
            sizes.push(request);
            continue;
        }
        let refused = handles[1].refused(&request, now());
        let is_told = matches!(refused, AppendError::TooLarge { bytes, limit: RECORD_LIMIT } if bytes > RECORD_LIMIT);
        trial.demand("a record that is too large is refused with its size", is_told, || format!("{refused:?}"));
    }
    let largest = sizes.pop().expect("four were tried");
    let record = handles[0].record(largest);
    trial.demand("the test is near the limit", record.line().len() > RECORD_LIMIT - 5_000, || {
        format!("{} bytes", record.line().len())
    });
    let project = handles[1].project(signing.project.id()).expect("it is recorded");
    let verb = project.standing().last().map(|step| step.event().command_name());
    trial.same("a record as large as can be is read back", &verb, &Some(Verb::Sign.code()));
    handles[0].verified();
    trial.same("the check of the states finds nothing", &handles[1].check_current(), &[]);
}

/// As much of a text as an id takes.
fn ids(text: &str) -> String {
    let mut id: String = text.chars().filter(|c| !c.is_control()).collect();
    while id.len() > 256 {
        id.pop();
    }
    let id = id.trim();
    if id.is_empty() { "x".into() } else { id.into() }
}

fn amended(name: &str) -> Command {
    Command::Amend(crate::project::fact::Amendment {
        name: Some(text(name)),
        ..crate::project::fact::Amendment::default()
    })
}
