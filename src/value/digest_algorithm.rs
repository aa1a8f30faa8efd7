//! The digests that a log may be built on.

use core::fmt;
use core::str::FromStr;

use super::Digest;
use crate::vocabulary::UnknownCode;

/// The digest that a log is built on, chosen once when it is opened.
///
/// SHA-256 is in every standard library, and RFC 6962 and the C2SP texts ask for it. SM3 (GB/T 32905) is for platforms
/// that are bound to the national standard; it needs the feature `sm3`, and without it a log of that digest is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// SHA-256 (FIPS 180-4).
    #[default]
    Sha256,
    /// SM3 (GB/T 32905-2016).
    #[cfg(feature = "sm3")]
    Sm3,
}

impl DigestAlgorithm {
    /// Every digest that this build knows.
    pub const ALL: &[Self] = &[
        Self::Sha256,
        #[cfg(feature = "sm3")]
        Self::Sm3,
    ];

    /// The name that a log's first record gives it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sha256 => "sha-256",
            #[cfg(feature = "sm3")]
            Self::Sm3 => "sm3",
        }
    }

    /// The digest of parts, one after the other.
    #[must_use]
    pub fn digest(self, parts: &[&[u8]]) -> Digest {
        match self {
            Self::Sha256 => Digest::of_parts(parts),
            #[cfg(feature = "sm3")]
            Self::Sm3 => {
                use sm3::Digest as _;

                let mut hash = sm3::Sm3::new();
                parts.iter().for_each(|part| hash.update(part));
                Digest::from_bytes(hash.finalize().into())
            }
        }
    }
}

/// The digest of parts that come one after the other, such as those of a line that no memory should hold.
pub(crate) enum Hashing {
    Sha256(sha2::Sha256),
    #[cfg(feature = "sm3")]
    Sm3(sm3::Sm3),
}

impl Hashing {
    /// Nothing yet.
    pub(crate) fn new(on: DigestAlgorithm) -> Self {
        match on {
            DigestAlgorithm::Sha256 => Self::Sha256(sha2::Digest::new()),
            #[cfg(feature = "sm3")]
            DigestAlgorithm::Sm3 => Self::Sm3(sm3::Digest::new()),
        }
    }

    /// Takes the next part.
    pub(crate) fn update(&mut self, part: &[u8]) {
        match self {
            Self::Sha256(hash) => sha2::Digest::update(hash, part),
            #[cfg(feature = "sm3")]
            Self::Sm3(hash) => sm3::Digest::update(hash, part),
        }
    }

    /// The digest of all of them.
    pub(crate) fn finish(self) -> Digest {
        Digest::from_bytes(match self {
            Self::Sha256(hash) => sha2::Digest::finalize(hash).into(),
            #[cfg(feature = "sm3")]
            Self::Sm3(hash) => sm3::Digest::finalize(hash).into(),
        })
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for DigestAlgorithm {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let known = || Self::ALL.iter().map(|algorithm| algorithm.code());
        Self::ALL.iter().find(|algorithm| algorithm.code() == text).copied().ok_or_else(|| UnknownCode {
            vocabulary: "digest that this build knows",
            found: text.into(),
            known: known().collect(),
            labels: Vec::new(),
        })
    }
}

super::text_form!(DigestAlgorithm, "the name of a digest, as sha-256", "^(?:sha-256|sm3)$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_named_as_logs_name_it() {
        assert_eq!("sha-256".parse(), Ok(DigestAlgorithm::Sha256));
        for algorithm in DigestAlgorithm::ALL {
            assert_eq!(algorithm.to_string().parse(), Ok(*algorithm));
        }
        let unknown = "md5".parse::<DigestAlgorithm>().unwrap_err();
        assert!(unknown.to_string().starts_with("`md5` is no digest that this build knows; known are sha-256"));
        assert_eq!("sm3".parse::<DigestAlgorithm>().is_ok(), cfg!(feature = "sm3"));
    }

    #[test]
    fn parts_one_after_the_other_have_the_digest_of_the_whole() {
        for algorithm in DigestAlgorithm::ALL {
            let mut hashing = Hashing::new(*algorithm);
            [&b"a"[..], b"", b"bc"].iter().for_each(|part| hashing.update(part));
            assert_eq!(hashing.finish(), algorithm.digest(&[b"abc"]));
        }
    }

    #[cfg(feature = "sm3")]
    #[test]
    fn sm3_is_that_of_the_standard() {
        // GB/T 32905-2016, appendix A, examples 1 and 2
        let abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(DigestAlgorithm::Sm3.digest(&[b"a", b"bc"]).to_string(), abc);
        let sixteen = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
        assert_eq!(DigestAlgorithm::Sm3.digest(&[b"abcd".as_slice(); 16]).to_string(), sixteen);
    }
}
