//! Pictures of any histories say what the lists of the same two dates say.

use project_lifecycle::Language;
use project_lifecycle::board::{Imprint, Months, TrackPicture, WallChart, WallRow};
use project_lifecycle::portfolio::ActionPlan;
use proptest::prelude::*;

use super::drawn::{is, read, rows, texts};
use crate::common::plus;
use crate::portfolio::properties::{fold, records};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pictures_say_what_the_lists_say(records in records(), pick in any::<prop::sample::Index>(), ahead in 0..400_i64) {
        let portfolio = fold(&records);
        let (known_at, plan) = (portfolio.last_recorded().expect("records"), ActionPlan::shenyang_2018());
        let offset = plan.terms().utc_offset;
        let as_of = plus(records[pick.index(records.len())].recorded_time().day_in(offset), ahead);
        let lists = portfolio.standing(as_of, known_at);
        let (tracks, signals) = (lists.tracks(), lists.signals(&plan));
        let drawn = WallRow::most_urgent_first(&tracks, &signals);
        let imprint = Imprint { unit: "u", filled_by: "f", as_of, known_at, is_simulated: false };
        let months = Months::between(plus(as_of, -400), plus(as_of, 100));
        let chart = WallChart::new(&drawn, months, imprint);
        for language in Language::ALL {
            let svg = chart.told_in(language).to_string();
            let document = read(&svg);
            let count = |name| {
                let count = document.descendants().find(|node| node.attribute("data-figure") == Some(name));
                count.and_then(|node| node.text()).and_then(|text| text.parse::<usize>().ok())
            };
            prop_assert_eq!(count("projects"), Some(lists.projects().len()));
            prop_assert_eq!(count("paused"), Some(lists.paused().len()));
            let rows = rows(&document);
            prop_assert_eq!(rows.len(), drawn.len());
            for (n, (row, drawn)) in rows.into_iter().zip(&drawn).enumerate() {
                let words = texts(row);
                prop_assert_eq!(&words[0], &(n + 1).to_string());
                prop_assert_eq!(&words[1], drawn.track.project.name.as_str());
                let title = row.children().find(|node| is(*node, "title")).and_then(|title| title.text());
                let title = title.unwrap_or_default();
                for node in &drawn.track.nodes {
                    let reached = node.reached.map_or(String::new(), |on| format!("{on} "));
                    let told = format!("{} → {reached}", node.agreed);
                    prop_assert!(title.contains(&told), "{told} is not in {title}");
                }
                if let Some((_, days)) = drawn.late() {
                    prop_assert!(words.iter().any(|word| word.contains(&format!(" {days} "))), "{days} is not in {words:?}");
                }
            }
        }
        for track in &tracks {
            let signal = signals.iter().find(|signal| signal.project.project == track.project.project);
            let svg = TrackPicture::new(track, signal, offset, imprint).told_in(Language::Chinese).to_string();
            let document = read(&svg);
            let lengths = [track.steps.len(), track.nodes.len(), track.pauses.len(), track.owed.len(), track.corrections.len()];
            let why = signal.map_or(0, |signal| signal.why.len());
            prop_assert_eq!(rows(&document).len(), why + lengths.map(|length| 1 + length.max(1)).iter().sum::<usize>());
        }
    }
}
