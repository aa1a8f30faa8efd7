//! The serializer behind [`examine_texts`](super::examine_texts): it writes nothing and looks at texts.

use super::MAX_DEPTH;
use super::path::{Shown, prepend};
use super::texts::{TextFault, TextFinding};
use serde::Serialize;
use serde::ser::{self, Serializer};
use std::fmt::{self, Display, Write};

/// Why a walk ends early: the first finding of the first walk, or an error of the value itself.
#[derive(Debug)]
pub(super) struct Stop;

impl Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the walk ended")
    }
}

impl std::error::Error for Stop {}

impl ser::Error for Stop {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// The first walk only asks whether there is a finding; the second one collects. Paths grow from the
/// inside out: each container puts its part before the paths found inside it.
pub(super) struct Walker {
    max_bytes: usize,
    collect: bool,
    pub(super) found: bool,
    pub(super) findings: Vec<TextFinding>,
    last: String, // the latest text, when collecting: a map's key
    depth: usize,
}

impl Walker {
    pub(super) const fn new(max_bytes: usize, collect: bool) -> Self {
        Self { max_bytes, collect, found: false, findings: Vec::new(), last: String::new(), depth: 0 }
    }

    #[inline]
    fn verdict(&mut self, nul: bool, bytes: usize) -> Result<(), Stop> {
        if !nul && bytes <= self.max_bytes { Ok(()) } else { self.report(nul, bytes) }
    }

    #[cold]
    fn report(&mut self, nul: bool, bytes: usize) -> Result<(), Stop> {
        self.found = true;
        if !self.collect {
            return Err(Stop);
        }
        if nul {
            self.findings.push(TextFinding { at: String::new(), fault: TextFault::ContainsNul });
        }
        if bytes > self.max_bytes {
            self.findings.push(TextFinding { at: String::new(), fault: TextFault::TooLong { bytes } });
        }
        Ok(())
    }

    /// Puts `part` before the paths of the findings from `since` on.
    #[inline]
    fn locate(&mut self, since: usize, part: &dyn Display) {
        for finding in self.findings.iter_mut().skip(since) {
            prepend(&mut finding.at, part);
        }
    }

    /// Walks one part of a container, unless that is nested too deep.
    #[inline]
    fn part<T: Serialize + ?Sized>(&mut self, part: &dyn Display, value: &T) -> Result<(), Stop> {
        if self.depth == MAX_DEPTH {
            return Ok(());
        }
        self.depth += 1;
        let since = self.findings.len();
        let result = value.serialize(&mut *self);
        self.depth -= 1;
        self.locate(since, part);
        result
    }

    fn parts(&mut self, variant: Option<&'static str>) -> Parts<'_> {
        let since = self.findings.len();
        Parts { walker: self, index: 0, key: String::new(), variant, since }
    }
}

/// The parts of one array or object.
pub(super) struct Parts<'w> {
    walker: &'w mut Walker,
    index: usize,
    key: String,
    variant: Option<&'static str>,
    since: usize,
}

impl Parts<'_> {
    fn finish(self) {
        if let Some(variant) = self.variant {
            self.walker.locate(self.since, &Shown(variant));
        }
    }
}

macro_rules! elements {
    ($($form:ident $method:ident)*) => {$(
        impl ser::$form for Parts<'_> {
            type Ok = ();
            type Error = Stop;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
                self.index += 1;
                self.walker.part(&(self.index - 1), value)
            }

            fn end(self) -> Result<(), Stop> {
                self.finish();
                Ok(())
            }
        }
    )*};
}
elements!(SerializeSeq serialize_element SerializeTuple serialize_element);
elements!(SerializeTupleStruct serialize_field SerializeTupleVariant serialize_field);

macro_rules! fields {
    ($($form:ident)*) => {$(
        impl ser::$form for Parts<'_> {
            type Ok = ();
            type Error = Stop;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Stop> {
                self.walker.part(&Shown(name), value)
            }

            fn end(self) -> Result<(), Stop> {
                self.finish();
                Ok(())
            }
        }
    )*};
}
fields!(SerializeStruct SerializeStructVariant);

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Stop;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        let since = self.walker.findings.len();
        self.walker.last.clear();
        key.serialize(&mut *self.walker)?;
        self.key.clone_from(&self.walker.last);
        self.walker.locate(since, &Shown(&self.key));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        self.walker.part(&Shown(&self.key), value)
    }

    fn end(self) -> Result<(), Stop> {
        self.finish();
        Ok(())
    }
}

/// Counts the bytes of a text while it is formatted.
struct Counter {
    nul: bool,
    bytes: usize,
}

impl Write for Counter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.nul |= text.as_bytes().contains(&0);
        self.bytes += text.len();
        Ok(())
    }
}

macro_rules! pass {
    ($($method:ident($($kind:ty),*);)*) => {
        $(fn $method(self, $(_: $kind),*) -> Result<(), Stop> { Ok(()) })*
    };
}

impl<'w> Serializer for &'w mut Walker {
    type Ok = ();
    type Error = Stop;
    type SerializeSeq = Parts<'w>;
    type SerializeTuple = Parts<'w>;
    type SerializeTupleStruct = Parts<'w>;
    type SerializeTupleVariant = Parts<'w>;
    type SerializeMap = Parts<'w>;
    type SerializeStruct = Parts<'w>;
    type SerializeStructVariant = Parts<'w>;

    pass! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
    }

    fn serialize_char(self, value: char) -> Result<(), Stop> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Stop> {
        if self.collect {
            value.clone_into(&mut self.last);
        }
        self.verdict(value.as_bytes().contains(&0), value.len())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Stop> {
        if self.collect {
            return self.serialize_str(&value.to_string());
        }
        let mut counter = Counter { nul: false, bytes: 0 };
        write!(counter, "{value}").map_err(|fmt::Error| Stop)?;
        self.verdict(counter.nul, counter.bytes)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Stop> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        self.part(&Shown(variant), value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'w>, Stop> {
        Ok(self.parts(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'w>, Stop> {
        Ok(self.parts(None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'w>, Stop> {
        Ok(self.parts(None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'w>, Stop> {
        Ok(self.parts(Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'w>, Stop> {
        Ok(self.parts(None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'w>, Stop> {
        Ok(self.parts(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'w>, Stop> {
        Ok(self.parts(Some(variant)))
    }
}
