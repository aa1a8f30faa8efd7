//! What is kept of a log between two verifications.

use core::fmt;
use std::error::Error;
use std::path::Path;

use project_lifecycle::audit::LogHead;

/// A head with its peaks and, of a file of lines, where the next line begins.
///
/// Its text is that of the head, and a line `bytes N` behind it.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) head: LogHead,
    pub(crate) bytes: Option<u64>,
}

const BYTES: &str = "bytes ";

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.head)?;
        self.bytes.map_or(Ok(()), |bytes| writeln!(f, "{BYTES}{bytes}"))
    }
}

impl Kept {
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = text(path)?;
        let start = text.trim_end_matches('\n').rfind('\n').map_or(0, |end| end + 1);
        let bytes = text[start..].strip_prefix(BYTES).and_then(|line| line.strip_suffix('\n'));
        // what is wrong with the line ends is told of the whole
        let (head, bytes) = match bytes.filter(|bytes| !bytes.ends_with('\r')) {
            Some(bytes) => {
                let number = bytes.parse::<u64>().ok().filter(|number| number.to_string() == bytes);
                let odd = || format!("{}: `{bytes}` is no number of bytes", path.display());
                (&text[..start], Some(number.ok_or_else(odd)?))
            }
            None => (&text[..], None),
        };
        let head = head.parse().map_err(|why| format!("{}: {why}", path.display()))?;
        Ok(Self { head, bytes })
    }
}

/// The text of a small file that was kept elsewhere.
pub(crate) fn text(path: &Path) -> Result<String, Box<dyn Error>> {
    let bytes = std::fs::read(path).map_err(|why| format!("{}: {why}", path.display()))?;
    let is_wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let why = if is_wide { "it was saved anew in UTF-16; take it as it was written" } else { "it is no text in UTF-8" };
    String::from_utf8(bytes).map_err(|_| format!("{}: {why}", path.display()).into())
}
