//! Several clients in parallel talks.

use super::*;
use project_lifecycle::project::fact::*;

fn clients(walk: &Walk) -> Vec<&str> {
    walk.project.clients().map(ClientId::as_str).collect()
}

#[test]
fn a_second_client_joins_the_talks() {
    let mut walk = Walk::to(3, at(Stage::Negotiating));
    assert_eq!(clients(&walk), ["client-9"]);
    let join = |walk: &Walk, id| Command::JoinClient(joined(id, walk.today));
    for id in ["client-2", "client-3"] {
        let command = join(&walk, id);
        walk.pass(5).give(command);
    }
    assert_eq!(clients(&walk), ["client-9", "client-2", "client-3"]);
    assert_eq!(walk.project.investor(), Some(&client("client-9")), "who joins is no investor yet");
    let version = walk.project.version() - 1;
    assert_eq!(reasons(&walk, join(&walk, "client-2")), [Reason::ClientInTalks { version }]);
    // signed, no other one joins; broken off, all are released
    let mut signed = walk.clone();
    signed.go(Verb::Sign);
    let (position, effective_on) = (at(Stage::Signed), signed.today);
    assert_eq!(reasons(&signed, join(&signed, "client-4")), [Reason::NotNegotiating { position, effective_on }]);
    walk.pass(5).go(Verb::BreakOff);
    assert_eq!((clients(&walk), walk.project.investor()), (vec![], None));
    walk.pass(5).go(Verb::Engage);
    assert_eq!(clients(&walk), ["client-9"], "other talks");
    assert_eq!(reasons(&walk, join(&walk, "client-2")), []);
}

#[test]
fn a_further_client_claims_the_first_report_where_the_policy_asks_for_it() {
    let mut walk = Walk::to(3, at(Stage::Negotiating));
    let unclaimed = ClientJoined { uniqueness_claim: None, ..joined("client-2", walk.today) };
    let missing = Reason::Missing { gate: Gate::Engagement, item: Item::UniquenessClaim };
    assert_eq!(reasons(&walk, Command::JoinClient(unclaimed.clone())), [missing]);
    walk.policy = policy_with(|terms| terms.required.clear());
    assert_eq!(reasons(&walk, Command::JoinClient(unclaimed.clone())), []);
    let undated = Attachment::new("对接记录", "招商局").expect("not blank");
    let undated = Command::JoinClient(ClientJoined { first_contact: undated, ..unclaimed });
    assert_eq!(reasons(&walk, undated), [Reason::Undated { gate: None, item: Item::FirstContact }]);
}
