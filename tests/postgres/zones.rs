//! Zones beside projects in the database.

use super::*;
use crate::common::zones::*;
use project_lifecycle::lifecycle::{Stage, ZombieKind, ZoneClass};
use project_lifecycle::{AppendRequest, registry::Zone};

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_batch_of_projects_and_zones_is_recorded_as_in_memory() {
    server::run(async {
        let database = Database::shared().await;
        let source = database.fresh_source();
        let now = evening(zone_today());
        let id = zone_id("hunnan");
        let profile = zone_profile(ZoneClass::Provincial);
        let registered =
            Zone::register(id.clone(), profile, &source, &zone_context(1, "2018-06-01"), &common::policy());
        let zone = Zone::replay([registered.expect("it can be registered")]).expect("a history");
        let mut zones = ZoneWalk { zone, policy: common::policy(), n: 1 };
        zones.give("2018-08-01", to_class(ZoneClass::National, "2018-07-20"));
        zones.give("2018-08-01", baseline(ZombieKind::Project, "2018-07-20", &[common::project_id(1)]));
        zones.give("2018-08-02", voiding_zone_fact(3));
        let walk = Walk::to(1, common::at(Stage::Signed));
        let mut requests: Vec<AppendRequest> = walk.project.events().iter().cloned().map(Into::into).collect();
        for (place, event) in zones.zone.events().iter().enumerate() {
            requests.insert(2 * place, event.clone().into());
        }
        let mut memory = common::opened(source.clone(), &actor(), now).expect("a log opens");
        let in_memory = memory.append_batch(&requests, Batch::Whole, now).expect("recorded in memory");
        let (postgres, mut client) = (server::store(source.clone()), database.connect().await);
        database.open_log(&postgres, now).await;
        let transaction = client.transaction().await.expect("a transaction");
        let stored = postgres.append_batch(&transaction, &requests, Batch::Whole, now).await;
        assert_eq!(stored.expect("recorded in the database"), in_memory);
        commit(transaction).await;
        assert_eq!(postgres.log(&client, 0, usize::MAX).await.expect("the log"), memory.records());
        assert_eq!(postgres.zone(&client, &id).await.expect("it loads"), Some(zones.zone));
        assert_eq!(postgres.zone(&client, &zone_id("tiexi")).await.expect("nothing is wrong"), None);
        assert_eq!(postgres.project(&client, common::project_id(1)).await.expect("it loads"), Some(walk.project));
        assert_eq!(postgres.check_current(&client, &Upcasters::new()).await.expect("all replay"), []);
        // the database holds other kinds to their own law: they go from nothing to nothing
        let select = "SELECT DISTINCT verb || ' ' || from_node || ' ' || to_node FROM lifecycle.event
            WHERE stream = $1 AND log = (SELECT id FROM lifecycle.log WHERE source = $2)";
        let stream = Subject::zone(&source, &id).to_string();
        let rows = client.query(select, &[&stream, &source.as_str()]).await.expect("rows");
        let laws: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        assert_eq!(laws, ["none none none"]);
    });
}
