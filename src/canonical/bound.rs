//! How long a canonical form can be, without writing it.

use std::fmt::{self, Display, Write};

use serde::Serialize;
use serde::ser::{self, Serializer};

/// A length that the canonical form of a value does not exceed: cheaper than to write it, and for plain texts about six
/// times too high. An error of the value itself is for [`to_vec`](super::to_vec) to tell.
pub(crate) fn longest<T: Serialize + ?Sized>(value: &T) -> usize {
    let mut bound = Bound(ATOM);
    let _: fmt::Result = value.serialize(&mut bound);
    bound.0
}

/// A length that what was seen so far does not exceed.
struct Bound(usize);

/// What one byte of a text becomes at most, as in `\u0001`.
const ESCAPED: usize = 6;

/// More than a number or a word of JSON with the brackets, quotation marks, colons and the comma that stand around a value.
const ATOM: usize = 32;

impl Bound {
    /// A value under a name, or under none.
    fn part<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> fmt::Result {
        self.0 += name.len() + ATOM;
        value.serialize(self)
    }

    /// An array or object, or a variant's name and what it is around.
    fn container(&mut self, variant: &str) -> Result<&mut Self, fmt::Error> {
        self.0 += variant.len();
        Ok(self)
    }
}

impl Write for Bound {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len() * ESCAPED;
        Ok(())
    }
}

macro_rules! parts {
    ($($form:ident $method:ident($($name:ident: $kind:ty)?) = $named:expr;)+) => {$(
        impl ser::$form for &mut Bound {
            type Ok = ();
            type Error = fmt::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, $($name: $kind,)? value: &T) -> fmt::Result {
                self.part($named, value)
            }

            fn end(self) -> fmt::Result {
                Ok(())
            }
        }
    )+};
}
parts! {
    SerializeSeq serialize_element() = "";
    SerializeTuple serialize_element() = "";
    SerializeTupleStruct serialize_field() = "";
    SerializeTupleVariant serialize_field() = "";
    SerializeStruct serialize_field(name: &'static str) = name;
    SerializeStructVariant serialize_field(name: &'static str) = name;
}

impl ser::SerializeMap for &mut Bound {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> fmt::Result {
        self.part("", key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.part("", value)
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
}

/// What adds nothing beside the [`ATOM`] that was counted where it stands.
macro_rules! atoms {
    ($($method:ident($($kind:ty),*);)+) => { $(fn $method(self, $(_: $kind),*) -> fmt::Result { Ok(()) })+ };
}

macro_rules! containers {
    ($($method:ident($($kind:ty),*);)+) => {
        $(fn $method(self, $(_: $kind),*) -> Result<Self, fmt::Error> { self.container("") })+
    };
}

impl Serializer for &mut Bound {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    atoms! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
    }

    containers! {
        serialize_seq(Option<usize>);
        serialize_tuple(usize);
        serialize_tuple_struct(&'static str, usize);
        serialize_map(Option<usize>);
        serialize_struct(&'static str, usize);
    }

    fn serialize_char(self, value: char) -> fmt::Result {
        self.write_char(value)
    }

    fn serialize_str(self, value: &str) -> fmt::Result {
        self.write_str(value)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> fmt::Result {
        write!(self, "{value}")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> fmt::Result {
        self.write_str(variant)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> fmt::Result {
        self.container(variant)?.part("", value)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, fmt::Error> {
        self.container(variant)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, fmt::Error> {
        self.container(variant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::to_vec;

    #[derive(Serialize)]
    enum Shape<'a> {
        Dot,
        Line(&'a str),
        Bend(i64, Option<bool>),
        Ring { inner: &'a str },
    }

    #[test]
    fn the_bound_holds_for_every_form_of_value() {
        let escaped = "\u{1}".repeat(100);
        let shapes =
            [Shape::Dot, Shape::Line(&escaped), Shape::Bend(i64::MIN >> 11, None), Shape::Ring { inner: &escaped }];
        let whole = (&shapes, (), '\u{1}', format_args!("{escaped}"), [[[0_u8; 0]; 1]; 30]);
        assert!(to_vec(&whole).unwrap().len() <= longest(&whole));
        for shape in &shapes {
            assert!(to_vec(shape).unwrap().len() <= longest(shape));
        }
        // and is no higher than it must be for a text that is all escapes
        assert!(longest(&escaped) < 700);
        assert_eq!(to_vec(&escaped).unwrap().len(), 602);
    }
}
