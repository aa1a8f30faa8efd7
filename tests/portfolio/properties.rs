//! What holds of any history: two clocks, any interleaving, nothing gained by dodging.

use project_lifecycle::portfolio::{
    ActionPlan, Attribution, Figure, Figures, Part, Period, Portfolio, Question, Scope,
};
use project_lifecycle::project::{Decision, Event};
use project_lifecycle::value::{Day, Timestamp};
use project_lifecycle::{EventStore as _, Money, Record};
use proptest::prelude::*;

use crate::common::random::{Step, step};
use crate::common::walk::Walk;
use crate::common::{actor, evening, plus, source};

/// Some projects that live side by side.
pub(crate) fn records() -> impl Strategy<Value = Vec<Record>> {
    let life = prop::collection::vec(step(), 1..50);
    prop::collection::vec(life, 1..4).prop_map(|lives| {
        let mut events: Vec<Event> = Vec::new();
        for (p, steps) in lives.into_iter().enumerate() {
            events.extend(live(p as u64, &steps));
        }
        recorded(events)
    })
}

/// The events in a log, in the order of their times.
pub(crate) fn recorded(mut events: Vec<Event>) -> Vec<Record> {
    events.sort_by_key(Event::at);
    let opened = evening(crate::common::day("2018-05-31"));
    let mut store = crate::common::opened(source(), &actor(), opened).expect("a log");
    for event in &events {
        store.append(&event.clone().into(), event.at()).expect("recorded");
    }
    store.records().to_vec()
}

/// What the office accepted of a life.
pub(crate) fn live(p: u64, steps: &[Step]) -> Vec<Event> {
    let mut walk = Walk::plan(p);
    walk.assign_duties();
    for step in steps {
        walk.pass(step.pass);
        let (command, context) = step.command(&walk);
        if let Ok(Decision::Record(event)) = walk.project.decide(command, &context, &walk.policy) {
            walk.project.apply(event).expect("what was decided follows");
        }
        walk.n += 1;
    }
    walk.project.events().to_vec()
}

pub(crate) fn fold<'a>(records: impl IntoIterator<Item = &'a Record>) -> Portfolio {
    let mut portfolio = Portfolio::new();
    records.into_iter().for_each(|record| portfolio.add(record).expect("it follows"));
    portfolio
}

/// A question about a year, as of some day and as known at the time of some record.
#[derive(Clone, Debug)]
struct Asking {
    year: Option<i32>,
    days: i64,
    known: prop::sample::Index,
    introducer: bool,
    sized: bool,
}

fn asking() -> impl Strategy<Value = Asking> {
    let year = prop_oneof![1 => Just(None), 6 => (2017..2026i32).prop_map(Some)];
    (year, -30..2_500i64, any::<prop::sample::Index>(), any::<bool>(), prop::bool::weighted(0.2))
        .prop_map(|(year, days, known, introducer, sized)| Asking { year, days, known, introducer, sized })
}

impl Asking {
    fn as_of(&self) -> Day {
        plus(crate::common::day("2018-06-01"), self.days)
    }

    fn question(&self, known_at: Timestamp) -> Question {
        let question =
            Question::of(self.year.map_or(Period::Whole, Period::Year)).as_of(self.as_of()).known_at(known_at);
        let question = if self.sized { question.from_size(Money::from_fen(10_000_000_000)) } else { question };
        if self.introducer { question.attributed_to(Attribution::Introducer) } else { question }
    }
}

fn figures(portfolio: &Portfolio, question: &Question) -> Figures {
    portfolio.figures(&ActionPlan::shenyang_2018(), question).expect("an answer")
}

/// How many histories are asked about, four questions each on average: with `LONG` a hundred thousand questions.
fn histories() -> u32 {
    if std::env::var_os("LONG").is_some() { 25_000 } else { 64 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(histories()))]

    /// What is known at an instant is what was recorded by then: the fold of the records up to it gives the same.
    #[test]
    fn a_question_of_what_was_known_equals_a_fold_of_what_was_recorded(
        records in records(),
        askings in prop::collection::vec(asking(), 1..8),
    ) {
        let whole = fold(&records);
        for asking in askings {
            let known_at = records[asking.known.index(records.len())].recorded_time();
            let then = fold(records.iter().filter(|record| record.recorded_time() <= known_at));
            let question = asking.question(known_at);
            prop_assert_eq!(figures(&whole, &question), figures(&then, &question));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A question about one zone gets what the question about all gets of it.
    #[test]
    fn one_zone_gets_what_all_get(records in records(), at in any::<prop::sample::Index>(), asking in asking()) {
        let question = asking.question(records.last().expect("a record").recorded_time());
        let (early, late) = records.split_at(at.index(records.len()));
        let mut portfolio = fold(early);
        portfolio.pack();
        late.iter().for_each(|record| portfolio.add(record).expect("it follows"));
        let whole = figures(&portfolio, &question);
        let scopes: std::collections::BTreeSet<_> = whole.figures.iter().map(|figure| figure.scope.clone()).collect();
        for scope in scopes {
            let of_scope: Vec<_> = whole.figures.iter().filter(|figure| figure.scope == scope).cloned().collect();
            prop_assert_eq!(figures(&portfolio, &question.clone().about(scope)).figures, of_scope);
        }
    }

    /// What a figure says of projects together is what it says of each of them alone, however many are alike but for their ids.
    #[test]
    fn many_count_as_each_alone(
        lives in prop::collection::vec(prop::collection::vec(step(), 1..30), 1..4),
        asking in asking(),
    ) {
        let each: Vec<Vec<Event>> = (0..3 * lives.len()).map(|p| live(p as u64, &lives[p % lives.len()])).collect();
        let known_at = each.iter().flatten().map(Event::at).max().expect("an event");
        let of_city = |events: Vec<Event>| {
            let told = figures(&fold(&recorded(events)), &asking.question(known_at));
            told.figures.into_iter().filter(|figure| figure.scope == Scope::City).collect::<Vec<_>>()
        };
        let alone: Vec<_> = each.iter().map(|events| of_city(events.clone())).collect();
        for (at, figure) in of_city(each.concat()).into_iter().enumerate() {
            let alone: Vec<_> = alone.iter().map(|figures| &figures[at]).collect();
            let members = |part: fn(&Figure) -> Option<&Part>| {
                let mut ids: Vec<_> =
                    alone.iter().filter_map(|figure| part(figure)).flat_map(|part| part.members.iter()).collect();
                ids.sort_unstable();
                (part(&figure).map_or_else(Vec::new, |part| part.members.iter().collect()), ids)
            };
            let parts: [fn(&Figure) -> Option<&Part>; 3] =
                [|figure| figure.denominator.as_ref(), |figure| Some(&figure.gross), |figure| Some(&figure.net)];
            for part in parts {
                let (together, alone) = members(part);
                prop_assert_eq!(together, alone, "{}", figure.indicator);
            }
            let sum = |value: fn(&Figure) -> i128| alone.iter().map(|figure| value(figure)).sum::<i128>();
            let values: [fn(&Figure) -> i128; 5] = [
                |figure| figure.gross.value.number(),
                |figure| figure.net.value.number(),
                |figure| figure.amounts.map_or(0, |amounts| amounts.gross.sum + i128::from(amounts.gross.without)),
                |figure| figure.amounts.map_or(0, |amounts| amounts.net.sum + i128::from(amounts.net.without)),
                |figure| figure.dwell.map_or(0, |dwell| dwell.open.into()),
            ];
            for value in values {
                prop_assert_eq!(value(&figure), sum(value), "{}", figure.indicator);
            }
            let mut excluded: Vec<_> = alone.iter().flat_map(|figure| figure.excluded.clone()).collect();
            excluded.sort_unstable();
            prop_assert_eq!(&figure.excluded, &excluded);
            let mut listed: Vec<_> = alone.iter().flat_map(|figure| figure.listed.clone()).collect();
            listed.sort_unstable();
            prop_assert_eq!(&figure.listed, &listed);
        }
    }

    /// A packed portfolio answers the same, and takes in the rest as before.
    #[test]
    fn a_packed_portfolio_answers_the_same(records in records(), at in any::<prop::sample::Index>(), asking in asking()) {
        let question = asking.question(records.last().expect("a record").recorded_time());
        let whole = figures(&fold(&records), &question);
        let (early, late) = records.split_at(at.index(records.len()));
        let mut packed = fold(early);
        packed.pack();
        late.iter().for_each(|record| packed.add(record).expect("it follows"));
        prop_assert_eq!(&figures(&packed, &question), &whole);
        packed.pack();
        prop_assert_eq!(&figures(&packed, &question), &whole);
    }

    /// Streams may come in any order, each in its own.
    #[test]
    fn any_interleaving_of_streams_folds_to_the_same(records in records(), turns in prop::collection::vec(any::<u8>(), 1..200), asking in asking()) {
        let mut streams: Vec<Vec<&Record>> = Vec::new();
        for record in &records {
            match streams.iter_mut().find(|stream| stream[0].subject() == record.subject()) {
                Some(stream) => stream.push(record),
                None => streams.push(vec![record]),
            }
        }
        streams.iter_mut().for_each(|stream| stream.reverse());
        let mut turns = turns.iter().cycle();
        let mut shuffled = Vec::new();
        while streams.iter().any(|stream| !stream.is_empty()) {
            let turn = usize::from(*turns.next().expect("a cycle"));
            let count = streams.len();
            shuffled.extend(streams[turn % count].pop());
            if streams[turn % count].is_empty() {
                streams.remove(turn % count);
            }
        }
        let question = asking.question(records.last().expect("a record").recorded_time());
        prop_assert_eq!(figures(&fold(&records), &question), figures(&fold(shuffled), &question));
    }
}
