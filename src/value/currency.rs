//! Currencies of ISO 4217.

use core::fmt;
use core::str::FromStr;

use super::ascii::ascii;

/// A currency by its three capital letters, as ISO 4217 lists it.
///
/// The list is that in force, with the codes withdrawn since 2018: what was written in one of those stays right in the
/// papers of its time. `XTS`, which is for tests, and `XXX`, which is for no currency, are none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// The text is no code of ISO 4217.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no currency of ISO 4217; write {}", advice(.found))]
#[non_exhaustive]
pub struct CurrencyError {
    /// What was found.
    pub found: String,
}

/// What to write in its place.
fn advice(found: &str) -> &'static str {
    let is_yuan = ["RMB", "CNH", "CNN"].iter().any(|word| found.eq_ignore_ascii_case(word))
        || ["人民币", "元", "¥", "￥"].contains(&found);
    if is_yuan { "CNY, which is the yuan renminbi" } else { "its three capital letters such as CNY" }
}

/// The codes as alternatives of a pattern, sorted.
macro_rules! codes {
    () => {
        "AED|AFN|ALL|AMD|ANG|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BGN|BHD|BIF|BMD|BND|BOB|BOV|BRL|BSD|BTN|BWP|BYN|BZD|CAD|CDF\
         |CHE|CHF|CHW|CLF|CLP|CNY|COP|COU|CRC|CUC|CUP|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|ETB|EUR|FJD|FKP|GBP|GEL|GHS|GIP|GMD\
         |GNF|GTQ|GYD|HKD|HNL|HRK|HTG|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP\
         |LKR|LRD|LSL|LYD|MAD|MDL|MGA|MKD|MMK|MNT|MOP|MRO|MRU|MUR|MVR|MWK|MXN|MXV|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB\
         |PEN|PGK|PHP|PKR|PLN|PYG|QAR|RON|RSD|RUB|RWF|SAR|SBD|SCR|SDG|SEK|SGD|SHP|SLE|SLL|SOS|SRD|SSP|STD|STN|SVC|SYP|SZL\
         |THB|TJS|TMT|TND|TOP|TRY|TTD|TWD|TZS|UAH|UGX|USD|USN|UYI|UYU|UYW|UZS|VED|VEF|VES|VND|VUV|WST|XAD|XAF|XAG|XAU|XBA\
         |XBB|XBC|XBD|XCD|XCG|XDR|XOF|XPD|XPF|XPT|XSU|XUA|YER|ZAR|ZMW|ZWG|ZWL"
    };
}

const CODES: &str = codes!();

impl Currency {
    /// The yuan renminbi.
    pub const CNY: Self = Self(*b"CNY");

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// Every currency, sorted by its code.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.split('|').filter_map(|code| code.as_bytes().try_into().ok().map(Self))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        // the one that nearly every amount is in, before the list is gone through
        if text == "CNY" {
            return Ok(Self::CNY);
        }
        let known = Self::all().find(|currency| currency.as_str() == text);
        known.ok_or_else(|| CurrencyError { found: text.to_owned() })
    }
}

super::text_form!(Currency, "a currency code of three capital letters", concat!("^(?:", codes!(), ")$"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_each_code_is_itself() {
        let codes: Vec<_> = CODES.split('|').collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
        assert_eq!(Currency::all().count(), codes.len());
        for code in codes {
            assert_eq!(code.parse::<Currency>().map(|currency| currency.to_string()).as_deref(), Ok(code));
        }
        // by hand: the neighbours' and the large ones, a unit of account, a metal, and some that are history
        for code in [
            "AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "MNT", "MOP", "RUB", "SGD", "THB",
            "TWD", "USD", "VND", "XAU", "XDR", "XOF", "ZAR", "HRK", "ZWL", "VES", "SLE",
        ] {
            assert!(code.parse::<Currency>().is_ok(), "{code}");
        }
    }

    #[test]
    fn what_the_standard_has_not_is_refused() {
        for bad in
            ["", "CN", "CNYY", "元", "ＣＮＹ", "C1Y", "cny", "XYZ", "AAA", "XXX", "XTS", "DEM", "BTC", "NTD", "|AE"]
        {
            let error = bad.parse::<Currency>().unwrap_err();
            assert_eq!(
                error.to_string().ends_with("write its three capital letters such as CNY"),
                bad != "元",
                "{error}"
            );
        }
        for bad in ["RMB", "rmb", "CNH", "人民币", "￥"] {
            assert_eq!(
                bad.parse::<Currency>().unwrap_err().to_string(),
                format!("`{bad}` is no currency of ISO 4217; write CNY, which is the yuan renminbi")
            );
        }
    }
}
