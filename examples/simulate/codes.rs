//! Codes of companies and projects, invented, with right check characters.

use project_lifecycle::Day;
use project_lifecycle::value::{ProjectCode, Uscc, UsccAnomaly};

use crate::Result;
use crate::dice::Dice;

/// The unified social credit code of an invented company, registered in a region. No table has it: its organisation code is drawn.
pub(crate) fn company(region: &str, dice: &mut Dice) -> Result<Uscc> {
    const LETTERS: [char; 30] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M',
        'N', 'P', 'Q', 'R', 'T', 'U', 'W', 'X',
    ];
    let organisation: String = (0..6).map(|_| dice.pick(&LETTERS)).collect();
    let mut code: Vec<char> = format!("91{region}MA{organisation}00").chars().collect();
    // the check characters are what a lenient reader misses, the inner one first: the outer one covers it
    for inner in [true, false] {
        for anomaly in Uscc::parse_lenient(&code.iter().collect::<String>())?.anomalies {
            match (inner, anomaly) {
                (true, UsccAnomaly::OrganisationCheck { expected, .. }) => code[16] = expected,
                (false, UsccAnomaly::Check { expected, .. }) => code[17] = expected,
                _ => {}
            }
        }
    }
    Ok(code.iter().collect::<String>().parse()?)
}

/// The code of a project on the approval platform, as it was given on that day: of the old generation until October 2020.
pub(crate) fn project(region: &str, division: u8, on: Day, dice: &mut Dice) -> Result<ProjectCode> {
    let (year, month) = (on.year(), on.month());
    let kind = dice.pick(&["03", "03", "03", "02", "01"]);
    let serial = dice.between(1, 99_999);
    let text = if (year, month) < (2020, 11) {
        format!("{}-{region}-{division:02}-{kind}-{serial:06}", year.max(2015))
    } else {
        format!("{:02}{month:02}-{region}-04-{kind}-{serial:05}{}", year % 100, serial % 10)
    };
    Ok(text.parse()?)
}
