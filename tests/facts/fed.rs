//! What evidence feeds into a project, read a second time from its trail: the latest date stands.

use super::model::{basis, corrected};
use super::*;
use crate::common::random::Ask;

/// What the trail amounts to, by this reading.
#[derive(Debug, Default, PartialEq)]
struct Fed {
    total: Option<Money>,
    investor: Option<ClientId>,
    clients: Vec<ClientId>,
    agreed: (Option<Day>, Option<Day>),
    start: Option<Day>,
    promises: Vec<Promise>,
    /// Name, code and capital.
    company: Option<(Option<Text>, Option<Uscc>, Option<Money>)>,
    site: (Option<Text>, Option<SiteKind>),
}

impl Fed {
    fn read(events: &[Event]) -> Self {
        let Change::Plan { profile, .. } = events[0].change() else { panic!("planning comes first") };
        let (voided, dates) = corrected(events);
        let dated = |event: &Event| dates.get(&event.version()).copied().unwrap_or(event.effective_on());
        let mut standing: Vec<_> = events.iter().filter(|event| !voided.contains(&event.version())).collect();
        // which steps count, in the order of the trail
        let (mut engaged, mut signed, mut registered, mut revived) = (None, None, None, None);
        let (mut revivals, mut started, mut ended, mut released) = (Vec::new(), None, None, None);
        for event in &standing {
            let Change::Move { verb, .. } = event.change() else { continue };
            let version = Some(event.version());
            match verb {
                Verb::Engage => engaged = version,
                Verb::Sign => signed = version,
                Verb::Register => registered = version,
                Verb::Start => started = version,
                Verb::Revive => {
                    revived = version;
                    revivals.extend(version);
                }
                Verb::ReopenTalks => (signed, ended) = (None, version),
                Verb::BreakOff | Verb::Terminate => {
                    (engaged, signed, revived, ended) = (None, None, None, version);
                    released = version;
                    revivals.clear();
                }
                Verb::Admit | Verb::Commission | Verb::Operate | Verb::SendBack | Verb::Stall | Verb::Close => {}
            }
        }
        // what they gave, in the order of the dates
        standing.sort_by_key(|event| (dated(event), event.version()));
        let mut fed =
            Self { total: profile.total_investment(), investor: profile.investor().cloned(), ..Self::default() };
        let (mut is_engaged, mut is_signed, mut is_registered, mut is_agreed) = (false, false, false, false);
        for event in standing {
            let version = Some(event.version());
            // what was recorded before talks or an agreement ended belongs to those
            let (is_later, is_of_talks) = (version > ended, version > released);
            is_engaged |= version == engaged && engaged.is_some();
            is_signed |= version == signed && signed.is_some();
            if version == registered {
                is_registered = true;
                fed.company = Some((None, None, None));
            }
            if let Some((_, Basis::Evidence(evidence))) = basis(event, events) {
                match evidence {
                    Evidence::Engagement(engagement) if version == engaged => {
                        fed.investor = Some(engagement.client().clone());
                        fed.clients = vec![engagement.client().clone()];
                    }
                    Evidence::Agreement(agreement) if version == signed => {
                        fed.total = Some(*agreement.total_investment());
                        is_agreed = true;
                        fed.agreed = (Some(*agreement.agreed_start()), Some(*agreement.agreed_production()));
                        fed.start = fed.agreed.0;
                        fed.promises = agreement.promises().to_vec();
                    }
                    Evidence::Registration(registration) if version == registered => {
                        let capital = registration.registered_capital().copied();
                        let (name, code) = (registration.company_name().clone(), *registration.company_code());
                        fed.company = Some((Some(name), Some(code), capital));
                    }
                    Evidence::Commencement(start) if version == started => fed.site.1 = Some(*start.site_kind()),
                    Evidence::Revival(revival) => {
                        if version == revived && is_signed {
                            fed.start = revival.new_schedule().by(Stage::Started);
                        }
                        let new = revival.new_investor().filter(|_| revivals.contains(&event.version()));
                        fed.investor = new.cloned().or(fed.investor);
                    }
                    Evidence::Dossier(_)
                    | Evidence::Engagement(_)
                    | Evidence::Agreement(_)
                    | Evidence::Registration(_)
                    | Evidence::Commencement(_)
                    | Evidence::Commissioning(_)
                    | Evidence::Operation(_)
                    | Evidence::Grounds(_)
                    | Evidence::Rescission(_)
                    | Evidence::StallFinding(_)
                    | Evidence::Closing(_) => {}
                }
            }
            match event.change() {
                Change::Fact(Fact::Amendment(amendment)) => {
                    // what was agreed changes with paper and grounds only
                    if !is_agreed || (amendment.paper.is_some() && amendment.grounds.is_some()) {
                        fed.total = amendment.total_investment.or(fed.total);
                    }
                    fed.investor = amendment.investor.clone().or(fed.investor);
                }
                Change::Fact(Fact::Agreement(later)) => {
                    if is_signed && is_later {
                        is_agreed |= later.total_investment.is_some();
                        fed.total = later.total_investment.or(fed.total);
                        let (start, production) = (later.agreed_start, later.agreed_production);
                        fed.agreed = (start.or(fed.agreed.0), production.or(fed.agreed.1));
                        fed.start = start.or(fed.start);
                        fed.promises = later.promises.clone().unwrap_or(fed.promises);
                    }
                    if is_engaged && is_of_talks {
                        fed.investor = later.investor.clone().or(fed.investor);
                    }
                }
                Change::Fact(Fact::Company(change)) if is_registered => {
                    let (name, code, capital) = fed.company.take().expect("it is registered");
                    let name = change.company_name.clone().or(name);
                    let code = change.company_code.or(code);
                    fed.company = Some((name, code, change.registered_capital.or(capital)));
                }
                Change::Fact(Fact::Site(change)) => {
                    fed.site = (Some(change.site.clone()), change.site_kind);
                }
                Change::Fact(Fact::Client(joined)) if is_engaged && is_of_talks => {
                    fed.clients.push(joined.client.clone())
                }
                Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | _ => {}
            }
        }
        fed
    }

    fn shown_by(project: &Project) -> Self {
        let (agreed, company) = (project.agreed(), project.company());
        let company = company.map(|company| (company.name.cloned(), company.code.copied(), company.capital));
        Self {
            total: project.total_investment(),
            investor: project.investor().cloned(),
            clients: project.clients().cloned().collect(),
            agreed: (agreed.start, agreed.production),
            start: project.agreed_start(),
            promises: project.promises().to_vec(),
            company,
            site: (project.site().cloned(), project.site_kind()),
        }
    }
}

#[test]
fn the_latest_date_stands_whatever_is_corrected() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
    let mut runner =
        TestRunner::new_with_rng(ProptestConfig::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut met = [0; 8];
    for _ in 0..600 {
        let (position, steps) = course().new_tree(&mut runner).expect("a course").current();
        let mut walk = start(position);
        for (number, mut step) in (0..).zip(steps) {
            if number % 3 == 0 {
                step.ask = Ask::Fact(12 + number / 3 % 5, i64::try_from(number).expect("few") * 37 % 300);
            }
            let before = walk.project.current().clone();
            let Ok(Some(event)) = take(&mut walk, &step) else { continue };
            let (project, current) = (&walk.project, walk.project.current());
            let fed = Fed::read(project.events());
            assert_eq!(Fed::shown_by(project), fed, "after {event:?}");
            assert_eq!((current.total_investment, &current.zone), (fed.total, project.profile().zone()));
            // a state that follows by itself comes to the same
            assert!(before.after(&event).is_none_or(|after| after == *current), "{event:?}");
            let differs = project.differences().map(|difference| difference.item());
            let total = project.profile().total_investment();
            let is_other = |item| differs.filter(|differing| *differing == item).count();
            met[0] += is_other(Item::TotalInvestment);
            met[1] += usize::from(total != fed.total);
            met[2] += usize::from(fed.clients.len() > 1);
            met[3] += usize::from(fed.start != fed.agreed.0);
            met[4] += usize::from(fed.promises.len() > 1);
            met[5] += usize::from(fed.company.is_some());
            met[6] += usize::from(fed.site.0.is_some() && fed.site.1.is_some());
            met[7] += usize::from(project.profile().zone().as_str() != "shenyang-hitech");
        }
    }
    assert!(met.iter().all(|count| *count >= 50), "hardly met: {met:?}");
}
