//! How each kind of value is read from a form, and what stands for one that cannot be read.

use serde::Deserialize;
use serde_json::Value;

use super::{Expected, FaultKind, Input, Reading, Sample};
use crate::value::{
    ActorId, ClientId, Day, Digest, Edition, IndustryCode, Money, OrgId, ProjectCode, ProjectId, RegionCode, ShortText,
    Text, Uscc, ZoneId,
};
use crate::vocabulary::Vocabulary;

/// Writes the readers of values that `serde` reads as a whole: the type, what is expected, and the samples.
macro_rules! kinds {
    ($($type:ty as $expected:ident: $first:expr, $second:expr;)+) => { $(
        impl Input for $type {
            fn read(value: &Value, reading: &mut Reading) -> Self {
                match Self::deserialize(value) {
                    Ok(read) => read,
                    Err(_) => reading.mistyped(value, Expected::$expected),
                }
            }

            fn sample(sample: Sample) -> Self {
                sample.pick($first, $second)
            }
        }
    )+ };
}

/// No larger integer has a canonical form.
const LAST_VERSION: u64 = (1 << 53) - 1;

const SAMPLE: &str = "a sample is a value of its kind";

kinds! {
    Text as Text: Text::new("1").expect(SAMPLE), Text::new("2").expect(SAMPLE);
    ShortText as ShortText: ShortText::new("1").expect(SAMPLE), ShortText::new("2").expect(SAMPLE);
    ActorId as ShortText: ActorId::new("1").expect(SAMPLE), ActorId::new("2").expect(SAMPLE);
    ClientId as ShortText: ClientId::new("1").expect(SAMPLE), ClientId::new("2").expect(SAMPLE);
    OrgId as ShortText: OrgId::new("1").expect(SAMPLE), OrgId::new("2").expect(SAMPLE);
    ZoneId as ShortText: ZoneId::new("1").expect(SAMPLE), ZoneId::new("2").expect(SAMPLE);
    ProjectId as Uuid: Self::named("1"), Self::named("2");
    Money as Money: Self::from_fen(1), Self::from_fen(2);
    u32 as Number: 0, 1;
    bool as Truth: false, true;
    Uscc as CreditCode: Self::parse("91210112MA0T10009G").expect(SAMPLE), Self::parse("91110108551385082Q").expect(SAMPLE);
    ProjectCode as ProjectCode:
        Self::parse("2018-210100-36-03-000001").expect(SAMPLE), Self::parse("2018-210100-36-03-000002").expect(SAMPLE);
    IndustryCode as Industry:
        Self::parse("C3491", Edition::Gbt2017).expect(SAMPLE), Self::parse("C3039", Edition::Gbt2017).expect(SAMPLE);
    RegionCode as Region: Self::parse("210112").expect(SAMPLE), Self::parse("210113").expect(SAMPLE);
    Digest as Digest: Self::of(b"1"), Self::of(b"2");
}

/// The number of an event in its stream; nothing else in a form is so wide.
impl Input for u64 {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let version = value.as_u64().filter(|version| (1..=LAST_VERSION).contains(version));
        version.unwrap_or_else(|| reading.mistyped(value, Expected::Version))
    }

    fn sample(sample: Sample) -> Self {
        sample.pick(1, 2)
    }
}

impl Input for Day {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        match Self::deserialize(value) {
            Ok(read) => read,
            Err(_) => reading.mistyped(value, Expected::Day),
        }
    }

    fn sample(sample: Sample) -> Self {
        sample.day
    }
}

impl<T: Vocabulary> Input for T {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        value.as_str().and_then(Self::of_code).unwrap_or_else(|| {
            reading.fault(FaultKind::unknown_code(value, Self::codes(), Self::labels()));
            Self::sample(reading.sample())
        })
    }

    fn sample(sample: Sample) -> Self {
        sample.pick(Self::FIRST, Self::LAST)
    }
}
