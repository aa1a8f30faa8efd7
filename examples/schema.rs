//! Writes the JSON Schemas of everything that is recorded, in English and in Chinese.
//!
//! ```sh
//! cargo run --example schema --features schema -- --out DIR
//! ```
//!
//! `DIR/en` and `DIR/zh` hold the same files, equal but for titles and descriptions: `envelope.json` for a whole record,
//! `data/<event type>.json` for its `data`, `evidence/<gate>.json` for a gate's evidence, `forms/<command>.json` for the form of a
//! command. Each file stands alone. A record's `dataschema` is the `$id` of the schema of its data.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use project_lifecycle::Language;
use project_lifecycle::export::schema;

const HELP: &str = "\
Writes JSON Schemas (2020-12) of events, evidence, forms and the envelope.

Usage: schema --out DIR

  --out DIR    where the files go: DIR/en and DIR/zh
  -h, --help   this text";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(out) = arguments()? else {
        println!("{HELP}");
        return Ok(());
    };
    for language in Language::ALL {
        let folder = out.join(language.pick("en", "zh"));
        let documents = schema::documents(language);
        for document in &documents {
            let path = folder.join(&document.path);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            let text = serde_json::to_string_pretty(&document.schema)? + "\n";
            std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        println!("{} schemas in {}", documents.len(), folder.display());
    }
    Ok(())
}

/// Where the files go. `None` if help is asked for.
fn arguments() -> Result<Option<PathBuf>, Box<dyn Error>> {
    let mut out = None;
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("out") => out = Some(given.value()?.parse()?),
            Short('h') | Long("help") => return Ok(None),
            other @ (Long(_) | Short(_) | Value(_)) => return Err(other.unexpected().into()),
        }
    }
    out.map(Some).ok_or_else(|| "--out is missing; --help says what is needed".into())
}
