//! Corrections as a raw client would write them, for the attacks on each database.

use project_lifecycle::{audit::*, lifecycle::*, project::*, value::*};
use serde_json::{Value, json};

use super::evidence::{complete, provenance};
use super::walk::{Walk, redating, voiding_fact};
use super::{actor, actor_id, evening, event_id, plus, source};

/// What a client tries: the data of a correction, and why it is refused. `None` if it is lawful.
pub(crate) struct Attempt {
    pub(crate) what: String,
    pub(crate) data: Value,
    pub(crate) why: Option<Why>,
}

/// Why a database refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It gives another date to what is no standing step.
    NoStep,
    /// The date does not lie between those of the neighbours.
    Order,
    /// Something stands before the planning.
    Planning,
    /// It voids what is no standing fact.
    NoFact,
    /// It leads elsewhere.
    Law,
}

/// A life with all that can be confused: its versions by name.
pub(crate) struct Tangle {
    pub(crate) walk: Walk,
    planned_on: Day,
    admitted: u64,
    engaged: u64,
    unsigned: u64,
    signed: u64,
    unregistered: u64,
    fact: u64,
    late_fact: u64,
    voided_fact: u64,
    corrections: Vec<u64>,
}

/// Admitted on the tenth day, engaged on the twentieth and re-dated to the twelfth, signed on the thirtieth, which was voided
/// and done anew on the twenty-fifth; registered, which was voided; with facts that stand and one that does not.
pub(crate) fn tangle() -> Tangle {
    let mut walk = Walk::plan(1);
    walk.assign_duties();
    let planned_on = walk.project.planned_on();
    let version = |event: Event| event.version();
    let admitted = version(walk.pass(10).go(Verb::Admit));
    let engaged = version(walk.pass(10).go(Verb::Engage));
    let officer = |name: &str| Command::AssignOfficer(actor_id(name).into());
    let fact = version(walk.give(officer("officer-8")));
    let unsigned = version(walk.pass(10).go(Verb::Sign));
    let mut corrections = vec![version(walk.void())];
    let on = plus(planned_on, 25);
    let context = Context::new(event_id(1, 700), evening(walk.today), actor()).on(on);
    let sign = walk.project.decide(complete(Verb::Sign, &walk.project, on), &context, &walk.policy);
    let sign = sign.expect("it is lawful").into_new().expect("it is new");
    walk.project.apply(sign.clone()).expect("it follows");
    let signed = version(sign);
    corrections.push(version(walk.give(redating(engaged, plus(planned_on, 12)))));
    let unregistered = version(walk.pass(10).go(Verb::Register));
    corrections.push(version(walk.void()));
    let voided_fact = version(walk.give(officer("officer-9")));
    corrections.push(version(walk.give(voiding_fact(voided_fact))));
    let late_fact = version(walk.give(officer("officer-10")));
    Tangle {
        walk,
        planned_on,
        admitted,
        engaged,
        unsigned,
        signed,
        unregistered,
        fact,
        late_fact,
        voided_fact,
        corrections,
    }
}

/// A project that was engaged live; and a signing that is imported behind it, as it is read from a record that was decided
/// where the engagement was imported, too.
pub(crate) fn imported_after_live() -> (Vec<Event>, Event) {
    let mut live = Walk::plan(1);
    live.go(Verb::Engage);
    let mut other = Walk::plan(1);
    let step = |verb| Command::Import(Import::step(verb, provenance(1)));
    other.give(step(Verb::Engage));
    let sign = other.give(step(Verb::Sign));
    let mut line = Vec::new();
    let (_, head) = LogHead::open(source(), &actor(), sign.at()).expect("a log opens");
    seal_into(&sign.clone().into(), &head, sign.at(), &mut line).expect("it is sealed");
    let sign = Record::parse(line).expect("a record").event().expect("an event");
    (live.project.events().to_vec(), sign)
}

impl Tangle {
    /// The data of a re-dating.
    pub(crate) fn redating(&self, version: impl Into<Value>, to: impl Into<Value>) -> Value {
        self.data("redate", json!({ "redates_version": version.into(), "redated_to": to.into() }))
    }

    /// The data of a correction in place, which gives the step a date as a re-dating does. What it rests on is found by replay.
    pub(crate) fn correcting(&self, version: impl Into<Value>, to: impl Into<Value>) -> Value {
        let source = json!({ "file": "ledger.csv", "inferred": false, "record": 1 });
        let more = json!({ "corrects_version": version.into(), "provenance": source, "redated_to": to.into() });
        self.data("correct", more)
    }

    /// The data of the void of a fact.
    pub(crate) fn voiding(&self, version: impl Into<Value>) -> Value {
        self.data("void_fact", json!({ "voids_fact_version": version.into() }))
    }

    fn data(&self, verb: &str, more: Value) -> Value {
        let mut data = json!({
            "authority": "发展改革局", "effective_on": self.walk.today.to_string(), "from": "signed", "grounds": "录入有误",
            "law": 1, "policy": **self.walk.policy.id(), "to": "signed", "verb": verb,
        });
        let Value::Object(more) = more else { unreachable!("an object") };
        data.as_object_mut().expect("an object").extend(more);
        data
    }

    /// A day after the planning, as text.
    pub(crate) fn day(&self, days: i64) -> String {
        plus(self.planned_on, days).to_string()
    }

    /// Everything that is tried on both databases.
    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        let own = self.walk.project.version() + 1;
        for (step, days, why) in [
            (self.admitted, -1, Some(Why::Order)),
            (self.admitted, 0, None),
            (self.admitted, 12, None),
            // the step after it was last given an earlier date than it was recorded with
            (self.admitted, 13, Some(Why::Order)),
            (self.engaged, 9, Some(Why::Order)),
            (self.engaged, 10, None),
            (self.engaged, 25, None),
            // what was signed later was voided
            (self.engaged, 26, Some(Why::Order)),
            (self.signed, 11, Some(Why::Order)),
            (self.signed, 12, None),
            (self.signed, 400, None),
        ] {
            let what = format!("event {step} on day {days}");
            attempts.push(Attempt {
                what: format!("{what}, corrected"),
                data: self.correcting(step, self.day(days)),
                why,
            });
            attempts.push(Attempt { what, data: self.redating(step, self.day(days)), why });
        }
        for to in [Value::Null, "".into(), "2018-6-20".into(), "2018-06-2".into(), "tomorrow".into(), 20_180_620.into()]
        {
            let what = format!("event {} on {to}", self.engaged);
            let (corrected, why) = (self.correcting(self.engaged, to.clone()), Some(Why::Order));
            attempts.push(Attempt { what: format!("{what}, corrected"), data: corrected, why });
            attempts.push(Attempt { what, data: self.redating(self.engaged, to), why });
        }
        // written like a day, which no calendar has
        for to in ["2018-09-31", "2018-13-01", "2018-12-00", "2019-02-29"] {
            for data in [self.redating(self.signed, to), self.correcting(self.signed, to)] {
                let what = format!("event {} on {to} by {}", self.signed, data["verb"]);
                attempts.push(Attempt { what, data, why: Some(Why::Order) });
            }
        }
        let no_steps = [0, self.unsigned, self.unregistered, self.fact, self.voided_fact, own, own + 1, 9_999];
        for version in no_steps.into_iter().chain(self.corrections.iter().copied()) {
            for data in [self.redating(version, self.day(12)), self.correcting(version, self.day(12))] {
                let what = format!("event {version} on another day by {}", data["verb"]);
                attempts.push(Attempt { what, data, why: Some(Why::NoStep) });
            }
        }
        // the duties were assigned on the day of the planning
        for (days, why) in [(-40, None), (0, None), (1, Some(Why::Planning)), (13, Some(Why::Order))] {
            for data in [self.redating(1, self.day(days)), self.correcting(1, self.day(days))] {
                attempts.push(Attempt { what: format!("the planning on day {days} by {}", data["verb"]), data, why });
            }
        }
        for fact in [self.fact, self.late_fact, 2] {
            attempts.push(Attempt { what: format!("fact {fact} voided"), data: self.voiding(fact), why: None });
        }
        let no_facts = [0, 1, self.admitted, self.signed, self.unsigned, self.voided_fact, own, own + 1, 9_999];
        for version in no_facts.into_iter().chain(self.corrections.iter().copied()) {
            let (what, data) = (format!("fact {version} voided"), self.voiding(version));
            attempts.push(Attempt { what, data, why: Some(Why::NoFact) });
        }
        let lawful = [
            self.redating(self.engaged, self.day(12)),
            self.correcting(self.engaged, self.day(12)),
            self.voiding(self.fact),
        ];
        for mut data in lawful {
            data["to"] = "negotiating".into();
            let what = format!("`{}` that leads elsewhere", data["verb"]);
            attempts.push(Attempt { what, data, why: Some(Why::Law) });
        }
        attempts
    }
}
