//! Pages for a browser to open: `tests/interop/browser` looks at them.

use project_lifecycle::board::{Board, Imprint};
use project_lifecycle::portfolio::ActionPlan;
use project_lifecycle::project::fact::Responsibility;
use project_lifecycle::{Command, Language, Profile, Text, Verb};

use super::drawn::HOSTILE;
use crate::common::{actor_id, day, org};
use crate::portfolio::city::{City, zone};

/// A city of hostile names: what ends a script and loads a picture, what is long without a blank, and the others.
fn hostile() -> City {
    let mut city = City::new();
    let long: &'static str = Box::leak("沈阳市浑南区高端装备制造产业园区基础设施配套工程".repeat(8).into_boxed_str());
    let ends = ["</script><img src=x onerror=alert(1)>", "</title></style><svg onload=alert(1)>", "${alert(1)} {{x}}"];
    for name in HOSTILE.into_iter().chain(ends).chain([long]) {
        city.today("2018-01-01")
            .plan_as(name, Profile::new(Text::new(name).expect("a name"), zone("hunnan")))
            .acts(name, &[(Verb::Engage, "2018-01-05"), (Verb::Sign, "2018-02-01")]);
        city.command(name, Command::AssignOfficer(actor_id("=alert(1)").into()), "2018-02-01");
        let bodies = Responsibility { lead: org(&"@".repeat(120)), responsible: vec![] };
        city.command(name, Command::AssignBody(bodies), "2018-02-01");
    }
    city
}

/// Writes the page of a hostile city, and that of a city without projects, into the folder that `PAGES` names.
#[test]
#[ignore = "it writes files: name a folder with PAGES"]
fn pages_are_written() {
    let out = std::path::PathBuf::from(std::env::var_os("PAGES").expect("PAGES names a folder"));
    let write = |name: &str, city: &City, as_of: &str, text: &str| {
        let imprint =
            Imprint { unit: text, filled_by: text, as_of: day(as_of), known_at: city.now(), is_simulated: true };
        let (portfolio, plan) = (city.portfolio(), ActionPlan::shenyang_2018());
        let board = Board::new(&portfolio, &plan, imprint).expect("answers");
        std::fs::create_dir_all(out.join(name)).expect("a folder");
        let page = board.page(Language::Chinese).to_string();
        std::fs::write(out.join(name).join("board.html"), page).expect("written");
    };
    let city = hostile();
    write("hostile", &city, "2018-06-30", &HOSTILE.concat());
    // the day before the first project was planned
    write("empty", &city, "2017-12-31", "");
}
