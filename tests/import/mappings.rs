//! Mappings that do not fit the law, or say nothing.

use project_lifecycle::Stage;
use project_lifecycle::import::{Mapping, MappingError};

use super::{MAPPING, mapping};

#[test]
fn a_mapping_must_fit_the_law() {
    let fails = |from: &str, to: &str| {
        assert!(MAPPING.contains(from), "{from}");
        MAPPING.replacen(from, to, 1).parse::<Mapping>().unwrap_err()
    };
    assert_eq!(
        fails("stage = \"signed\"", "stage = \"negotiating\""),
        MappingError::MilestoneOrder { from: Stage::Negotiating, to: Stage::Negotiating }
    );
    assert_eq!(
        fails("stage = \"operating\"", "stage = \"zombie\""),
        MappingError::MilestoneOrder { from: Stage::Started, to: Stage::Zombie }
    );
    assert_eq!(
        fails("stage = \"negotiating\"", "stage = \"planned\""),
        MappingError::MilestoneOrder { from: Stage::Planned, to: Stage::Planned }
    );
    assert!(
        matches!(fails("outcome = \"withdrawn\"", ""), MappingError::FinalStep { status, .. } if status == "Withdrawn")
    );
    assert!(
        matches!(fails("cause = \"investor_stalled\"", ""), MappingError::FinalStep { status, .. } if status == "Expired")
    );
    assert!(matches!(fails("verb = \"stall\"", "verb = \"sign\""), MappingError::FinalStep { .. }));
    assert_eq!(
        fails("status = \"Refused\"", "status = \"Withdrawn\""),
        MappingError::RepeatedStatus { status: "Withdrawn".into() }
    );
    assert_eq!(fails("status = \"Refused\"", "status = \" x\""), MappingError::Status { found: " x".into() });
    assert_eq!(fails("key = \"Id\"", "key = \"Id \""), MappingError::ColumnName { found: "Id ".into() });
    assert_eq!(
        fails("[\"Started\"]", "[]"),
        MappingError::EmptyList { list: "columns of the milestone started".into() }
    );
    assert_eq!(fails("[\"d/m/yyyy\"]", "[]"), MappingError::EmptyList { list: "dates".into() });
    assert_eq!(fails("windows-1252", "klingon"), MappingError::UnknownEncoding { found: "klingon".into() });
    assert!(matches!(fails("urn:example:test", "no uri"), MappingError::Source(_)));
    assert!(matches!(fails("id = \"test\" }", "id = \"\" }"), MappingError::Actor(_)));
    assert!(matches!(fails("id = \"test\"\n", "id = \" \"\n"), MappingError::PolicyId { .. }));
    assert!(matches!(fails("+00:00", "GMT"), MappingError::Offset(_)));
    assert!(matches!(fails("\"unknown\"", "\"\""), MappingError::Zone(_)));
    for (from, to) in [
        ("[columns]", "[columns]\nextra = 1"),
        ("d/m/yyyy", "m/d/yyyy"),
        ("shenyang_2018", "nowhere"),
        ("outcome = \"lost\"", "outcome = \"found\""),
        ("key = \"Id\"", ""),
    ] {
        assert!(matches!(fails(from, to), MappingError::Toml { .. }), "{to}");
    }
    let error = fails("stage = \"signed\"", "stage = \"sealed\"").to_string();
    assert!(error.contains("`sealed` is no stage") && error.contains("line"), "{error}");
}

#[test]
fn the_mapping_of_the_example_reads() {
    let repd = mapping(include_str!("../../examples/data/repd.toml"));
    assert_eq!(repd.source().as_str(), "urn:example:repd");
    assert_eq!(repd.policy().id().id, "repd");
    assert_eq!(repd.encodings().collect::<Vec<_>>(), ["UTF-8", "windows-1252"]);
}
