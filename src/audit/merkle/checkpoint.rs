//! Checkpoints in the text form of C2SP tlog-checkpoint.

use core::fmt;
use core::str::FromStr;

use crate::value::{Digest, Source};

/// What a log was at some size: keep it where the log's producer cannot reach it.
///
/// Its text is that of an unsigned C2SP tlog-checkpoint, three lines each ending in `\n`: origin, size, and the root in
/// standard base64. Signing it is the host's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub origin: Source,
    /// How many records it had.
    pub size: u64,
    /// The root of its tree.
    pub root: Digest,
}

/// Why a text is no checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// It does not begin with three lines that end in a line feed.
    #[error("a checkpoint begins with three lines, each ending in a line feed: origin, size, root")]
    Lines,
    /// The origin names no log.
    #[error("the origin `{found}` names no log")]
    Origin {
        /// What was found.
        found: String,
    },
    /// The size is no plain decimal number.
    #[error("the size `{found}` is no decimal number without leading zeros")]
    Size {
        /// What was found.
        found: String,
    },
    /// The root is not 32 bytes in standard base64.
    #[error("the root `{found}` is not 32 bytes in standard base64 with padding")]
    Root {
        /// What was found.
        found: String,
    },
}

impl fmt::Display for Checkpoint {
    /// The three lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, base64(self.root))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the three lines. What follows, extension lines and the signatures of a signed note, is ignored.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.split_inclusive('\n');
        let mut line = || lines.next().and_then(|line| line.strip_suffix('\n')).ok_or(CheckpointError::Lines);
        let (origin, size, root) = (line()?, line()?, line()?);
        let number = size.parse::<u64>().ok().filter(|number| number.to_string() == size);
        Ok(Self {
            origin: origin.parse().map_err(|_| CheckpointError::Origin { found: origin.into() })?,
            size: number.ok_or_else(|| CheckpointError::Size { found: size.into() })?,
            root: digest(root).ok_or_else(|| CheckpointError::Root { found: root.into() })?,
        })
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A digest in standard base64 with padding (RFC 4648, section 4): 43 characters and `=`.
fn base64(digest: Digest) -> String {
    let mut text = String::with_capacity(44);
    for group in digest.bytes().chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..=group.len() {
            text.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text.push('=');
    text
}

/// The digest that a text in base64 writes, in that one form.
fn digest(text: &str) -> Option<Digest> {
    let mut bytes = Vec::with_capacity(33);
    for group in text.strip_suffix('=')?.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for character in group {
            let value = ALPHABET.iter().position(|known| known == character)?;
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        bits <<= 6 * (4 - group.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    let digest = Digest::from_bytes(bytes.try_into().ok()?);
    // the bits that pad the last character are zero in the one form
    (base64(digest) == text).then_some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's text.
    const EXAMPLE: &str = "example:behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn a_checkpoint_reads_back_and_signatures_are_ignored() {
        let checkpoint: Checkpoint = EXAMPLE.parse().unwrap();
        assert_eq!(checkpoint.size, 20_852_163);
        // echo CsUY… | base64 -d | xxd -p
        assert_eq!(checkpoint.root.to_string(), "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
        assert_eq!(checkpoint.to_string(), EXAMPLE);
        let signed = format!("{EXAMPLE}\n— example Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5\n");
        assert_eq!(signed.parse(), Ok(checkpoint));
    }

    #[test]
    fn every_other_form_is_refused() {
        let refused = |from: &str, to: &str| EXAMPLE.replace(from, to).parse::<Checkpoint>().unwrap_err();
        assert_eq!(refused("2I=\n", "2I="), CheckpointError::Lines);
        assert_eq!(refused("example:", ""), CheckpointError::Origin { found: "behind-the-sofa".into() });
        for size in ["", "020852163", "+1", "-1", "1 ", "18446744073709551616"] {
            assert_eq!(refused("20852163", size), CheckpointError::Size { found: size.into() });
        }
        // no padding, a bit in the padding, another alphabet, too short, too long
        for root in ["2I", "2J=", "2-=", "2=", "2IA=", "2I=="] {
            assert!(matches!(refused("2I=", root), CheckpointError::Root { .. }), "{root}");
        }
        assert_eq!("".parse::<Checkpoint>(), Err(CheckpointError::Lines));
    }
}
