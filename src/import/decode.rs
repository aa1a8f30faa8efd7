//! Decoding a ledger: which encoding the whole file is in, and then its text as a stream.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are read at a time.
const CHUNK: usize = 64 * 1024;

/// Room for what a chunk decodes to: at most three bytes of UTF-8 for each byte, and a few that were pending.
const ROOM: usize = 3 * CHUNK + 32;

/// The first of `encodings` in which the whole file reads as text, or the name of each with the offset, in bytes, of
/// its first fault.
///
/// A fault is a malformed sequence, U+FFFD (someone decoded it wrongly before) or a C1 control: nobody writes those,
/// and they are what bytes that an encoding leaves undefined decode to.
pub(super) fn detect<R: Read>(
    open: impl Fn() -> io::Result<R>,
    encodings: &[&'static Encoding],
) -> io::Result<Result<&'static Encoding, Vec<(&'static str, u64)>>> {
    let mut faults = Vec::new();
    for encoding in encodings {
        let Some(near) = first_fault(open()?, encoding, u64::MAX)? else { return Ok(Ok(encoding)) };
        // the second look goes byte by byte from where the first one saw it
        let at = first_fault(open()?, encoding, near)?.unwrap_or(near);
        faults.push((encoding.name(), at));
    }
    Ok(Err(faults))
}

/// The offset of the first fault, or of the chunk that holds it as long as `fine_from` is not reached.
fn first_fault(mut file: impl Read, encoding: &'static Encoding, fine_from: u64) -> io::Result<Option<u64>> {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut bytes, mut text) = (vec![0; CHUNK], vec![0; ROOM]);
    // `whole` is where the character being read begins, as far as is known
    let (mut at, mut whole) = (0, 0);
    let mut start: Vec<u8> = Vec::with_capacity(MARK);
    loop {
        let size = usize::try_from(fine_from - at.min(fine_from)).unwrap_or(CHUNK).clamp(1, CHUNK);
        let read = read_some(&mut file, &mut bytes[..size])?;
        let (result, _, written) = decoder.decode_to_utf8_without_replacement(&bytes[..read], &mut text, read == 0);
        match result {
            DecoderResult::Malformed(..) => return Ok(Some(whole)),
            DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
        }
        if has_strange(&text[..written]) {
            return Ok(Some(whole));
        }
        if read == 0 {
            return Ok(None);
        }
        at += read as u64;
        start.extend(&bytes[..read.min(MARK - start.len())]);
        if start == mark(encoding) && at == start.len() as u64 {
            whole = at;
        }
        // a chunk may end within a character, which then began in it: the fine look starts no later than that
        if written > 0 {
            whole = if at > fine_from { at } else { at.saturating_sub(LONGEST) };
        }
    }
}

/// The longest character of any encoding, in bytes, with what may be pending before it.
const LONGEST: u64 = 8;

/// The longest byte-order mark.
const MARK: usize = 3;

/// The byte-order mark that a decoder goes over.
fn mark(encoding: &'static Encoding) -> &'static [u8] {
    if encoding == UTF_8 {
        b"\xEF\xBB\xBF"
    } else if encoding == UTF_16LE {
        b"\xFF\xFE"
    } else if encoding == UTF_16BE {
        b"\xFE\xFF"
    } else {
        b""
    }
}

fn read_some(file: &mut impl Read, bytes: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

/// Whether UTF-8 text has U+FFFD (EF BF BD) or a C1 control (C2 80 to C2 9F).
fn has_strange(text: &[u8]) -> bool {
    // a decoder writes whole characters, so no sequence is cut
    !text.is_ascii()
        && text.windows(2).enumerate().any(|(at, pair)| match pair {
            [0xC2, second] => (0x80..=0x9F).contains(second),
            [0xEF, 0xBF] => text.get(at + 2) == Some(&0xBD),
            _ => false,
        })
}

/// A file's text in UTF-8, as a stream. It holds one chunk.
pub(super) struct Decoded<'p, R> {
    file: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    start: usize,
    end: usize,
    read: u64,
    is_begun: bool,
    is_done: bool,
    progress: &'p mut dyn FnMut(u64),
}

impl<'p, R: Read> Decoded<'p, R> {
    /// Text of a file that [`detect`] found to be in this encoding. `progress` is told how many bytes were read.
    pub(super) fn new(file: R, encoding: &'static Encoding, progress: &'p mut dyn FnMut(u64)) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_with_bom_removal(),
            bytes: vec![0; CHUNK],
            text: vec![0; ROOM],
            start: 0,
            end: 0,
            read: 0,
            is_begun: false,
            is_done: false,
            progress,
        }
    }

    /// What is decoded and not consumed yet; empty only at the end.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        while self.start == self.end && !self.is_done {
            let read = read_some(&mut self.file, &mut self.bytes)?;
            let (result, _, written) =
                self.decoder.decode_to_utf8_without_replacement(&self.bytes[..read], &mut self.text, read == 0);
            if let DecoderResult::Malformed(..) = result {
                let text = "the file changed while it was being read; import it again when nobody writes to it";
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            }
            // GB18030 can write a byte-order mark too, and its decoder leaves it
            let is_marked = !self.is_begun && self.text[..written].starts_with("\u{feff}".as_bytes());
            (self.start, self.end) = (if is_marked { MARK } else { 0 }, written);
            self.is_begun |= written > 0;
            self.is_done = read == 0;
            self.read += read as u64;
            (self.progress)(self.read);
        }
        Ok(&self.text[self.start..self.end])
    }

    /// Gives back so many bytes of what [`fill`](Self::fill) returned.
    pub(super) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }
}
