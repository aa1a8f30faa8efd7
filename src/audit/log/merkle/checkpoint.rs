//! Checkpoints in the text form of C2SP tlog-checkpoint.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::base64;
use crate::value::{Digest, DigestAlgorithm, Source};

/// What a log was at some size: keep it where the log's producer cannot reach it.
///
/// Its text is that of an unsigned C2SP tlog-checkpoint, three lines each ending in `\n`: origin, size, and the root in
/// standard base64. Signing it is the host's. The C2SP texts are for SHA-256 only. For a log of another digest one line
/// with the digest's name goes before the three, so that no C2SP reader takes the text for one of its own.
///
/// As JSON it has these members, the root in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The digest that the log is built on.
    pub digest: DigestAlgorithm,
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
    /// It begins with a byte order mark.
    #[error("a byte order mark of UTF-8: a program saved the text anew; remove the mark, or take it as it was written")]
    ByteOrderMark,
    /// Its lines end in CR LF.
    #[error(
        "the lines end in CR LF, not in a line feed alone: an editor, a mail or a transfer as text did that; remove the \
         carriage returns, or take the text as it was written"
    )]
    CarriageReturn,
    /// The first line is no URI, nor a digest that this build knows.
    #[error("the first line `{found}` is neither the URI of a log nor a digest that this build knows")]
    Digest {
        /// What was found.
        found: String,
    },
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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digest != DigestAlgorithm::default() {
            writeln!(f, "{}", self.digest)?;
        }
        self.write_note(f)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the lines. What follows, extension lines and the signatures of a signed note, is ignored.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        undressed(text, 3)?;
        let (digest, note) = marked(text).map_err(|found| CheckpointError::Digest { found: found.into() })?;
        Self::read_note(digest, note)
    }
}

impl Checkpoint {
    /// Writes the three lines.
    pub(super) fn write_note(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, base64::encode(self.root))
    }

    /// Reads the three lines of a log on a digest.
    pub(super) fn read_note(digest: DigestAlgorithm, text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.split_inclusive('\n');
        let mut line = || lines.next().and_then(|line| line.strip_suffix('\n')).ok_or(CheckpointError::Lines);
        let (origin, size, root) = (line()?, line()?, line()?);
        Ok(Self {
            digest,
            origin: origin.parse().map_err(|_| CheckpointError::Origin { found: origin.into() })?,
            size: decimal(size).ok_or_else(|| CheckpointError::Size { found: size.into() })?,
            root: base64::decode(root).ok_or_else(|| CheckpointError::Root { found: root.into() })?,
        })
    }
}

/// Refuses what other programs put around the first lines of a text, which would be told as something else.
pub(in crate::audit::log) fn undressed(text: &str, lines: usize) -> Result<(), CheckpointError> {
    if text.starts_with('\u{feff}') {
        return Err(CheckpointError::ByteOrderMark);
    }
    let returns = text.split_inclusive('\n').take(lines).any(|line| line.ends_with("\r\n"));
    if returns { Err(CheckpointError::CarriageReturn) } else { Ok(()) }
}

/// The digest of the log that a text is about, and the text behind the line that names it, if one does; or the name of a
/// digest that this build does not know. A name has no colon, which every origin has.
pub(super) fn marked(text: &str) -> Result<(DigestAlgorithm, &str), &str> {
    let Some((first, rest)) = text.split_once('\n').filter(|(first, _)| is_name(first)) else {
        return Ok((DigestAlgorithm::default(), text));
    };
    match first.parse() {
        Ok(digest) if digest != DigestAlgorithm::default() => Ok((digest, rest)),
        _ => Err(first),
    }
}

fn is_name(line: &str) -> bool {
    line.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') && !line.is_empty()
}

/// A number in its shortest decimal form.
pub(super) fn decimal(text: &str) -> Option<u64> {
    text.parse::<u64>().ok().filter(|number| number.to_string() == text)
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
        assert_eq!(
            refused("example:", "example/"),
            CheckpointError::Origin { found: "example/behind-the-sofa".into() }
        );
        for size in ["", "020852163", "+1", "-1", "1 ", "18446744073709551616"] {
            assert_eq!(refused("20852163", size), CheckpointError::Size { found: size.into() });
        }
        // no padding, a bit in the padding, another alphabet, too short, too long
        for root in ["2I", "2J=", "2-=", "2=", "2IA=", "2I=="] {
            assert!(matches!(refused("2I=", root), CheckpointError::Root { .. }), "{root}");
        }
        assert_eq!("".parse::<Checkpoint>(), Err(CheckpointError::Lines));
    }

    #[test]
    fn what_another_program_put_around_it_is_told_as_that() {
        let marked = format!("\u{feff}{EXAMPLE}").parse::<Checkpoint>().unwrap_err();
        assert_eq!(
            marked.to_string(),
            "a byte order mark of UTF-8: a program saved the text anew; remove the mark, or take it as it was written"
        );
        let returned = EXAMPLE.replace('\n', "\r\n").parse::<Checkpoint>().unwrap_err();
        assert_eq!(
            returned.to_string(),
            "the lines end in CR LF, not in a line feed alone: an editor, a mail or a transfer as text did that; remove \
             the carriage returns, or take the text as it was written"
        );
        for one in 1..=3 {
            let returned = EXAMPLE.replacen('\n', "\r\n", one).parse::<Checkpoint>();
            assert_eq!(returned, Err(CheckpointError::CarriageReturn), "{one}");
        }
        // what follows the three lines is nobody's word
        assert!(format!("{EXAMPLE}\r\nsigned\r\n").parse::<Checkpoint>().is_ok());
    }

    #[test]
    fn a_checkpoint_of_another_digest_says_so_first() {
        for found in ["md5", "sha-256"] {
            let refused = format!("{found}\n{EXAMPLE}").parse::<Checkpoint>();
            assert_eq!(refused, Err(CheckpointError::Digest { found: found.into() }));
        }
        let sm3 = format!("sm3\n{EXAMPLE}").parse::<Checkpoint>();
        #[cfg(not(feature = "sm3"))]
        assert_eq!(sm3, Err(CheckpointError::Digest { found: "sm3".into() }));
        #[cfg(feature = "sm3")]
        {
            let sm3 = sm3.unwrap();
            assert_eq!(sm3.digest, DigestAlgorithm::Sm3);
            assert_eq!(sm3.to_string(), format!("sm3\n{EXAMPLE}"));
        }
    }
}
