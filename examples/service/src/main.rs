//! `cargo run -p project-lifecycle-service -- city.db 127.0.0.1:8080`

use std::error::Error;
use std::time::SystemTime;

use project_lifecycle::prelude::*;
use project_lifecycle::value::DigestAlgorithm;

#[expect(clippy::disallowed_methods, reason = "this is the host, which tells the library when")]
fn now() -> Timestamp {
    SystemTime::now().try_into().expect("the clock stands within the years 1 to 9999")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(address)) = (arguments.next(), arguments.next()) else {
        return Err("give the store's file and the address to listen on, such as 127.0.0.1:8080".into());
    };
    let mut store = SqliteStore::open_or_create(file, "urn:example:city".parse()?)?;
    let system = Actor::new(AuthType::System, "service".parse()?);
    store.open_log(DigestAlgorithm::default(), &system, now())?;
    let api = project_lifecycle_service::api(store, Policy::shenyang_2018(), now);
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, api).await?;
    Ok(())
}
