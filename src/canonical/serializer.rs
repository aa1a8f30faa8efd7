//! The serde serializer behind [`to_vec`](super::to_vec): members go straight into the output as they
//! come, and an object is put in order at its end only if they came out of order.

use super::compound::{Array, Form, Object};
use super::encoder::Encoder;
use super::error::Failure;
use super::path::Shown;
use super::write::{write_inner, write_string};
use serde::Serialize;
use serde::ser::Serializer;
use std::fmt::{self, Display, Write};

/// How serde_json shows a number when another crate turns on its `arbitrary_precision`.
const NUMBER_STRUCT: &str = "$serde_json::private::Number";

/// The inside of a string, as it is formatted.
struct Inside<'o>(&'o mut Vec<u8>);

impl Write for Inside<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        write_inner(text.as_bytes(), self.0);
        Ok(())
    }
}

macro_rules! integers {
    ($($method:ident $kind:ty),*) => {
        $(#[inline] fn $method(self, value: $kind) -> Result<(), Failure> { self.integer(value) })*
    };
}

impl<'e, 'o> Serializer for &'e mut Encoder<'o> {
    type Ok = ();
    type Error = Failure;
    type SerializeSeq = Array<'e, 'o>;
    type SerializeTuple = Array<'e, 'o>;
    type SerializeTupleStruct = Array<'e, 'o>;
    type SerializeTupleVariant = Array<'e, 'o>;
    type SerializeMap = Object<'e, 'o>;
    type SerializeStruct = Object<'e, 'o>;
    type SerializeStructVariant = Object<'e, 'o>;

    integers!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128);
    integers!(serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128);

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Failure> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Failure> {
        Err(Failure::float())
    }

    fn serialize_f64(self, _: f64) -> Result<(), Failure> {
        Err(Failure::float())
    }

    fn serialize_char(self, value: char) -> Result<(), Failure> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Failure> {
        write_string(value, self.out);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Failure> {
        self.out.push(b'"');
        if write!(Inside(self.out), "{value}").is_err() {
            return Err(Failure::message(&"its text could not be formatted"));
        }
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Failure> {
        Err(Failure::unsupported("a byte string"))
    }

    #[inline]
    fn serialize_none(self) -> Result<(), Failure> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failure> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Result<(), Failure> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Failure> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Failure> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Failure> {
        self.open_variant(variant)?;
        if let Err(failure) = value.serialize(&mut *self) {
            return Err(failure.within(&Shown(variant)));
        }
        self.leave(b'}');
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Array<'e, 'o>, Failure> {
        self.array(None)
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Array<'e, 'o>, Failure> {
        self.array(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Array<'e, 'o>, Failure> {
        self.array(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Array<'e, 'o>, Failure> {
        self.open_variant(variant)?;
        self.array(Some(variant))
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Object<'e, 'o>, Failure> {
        self.object(Form::Plain)
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Object<'e, 'o>, Failure> {
        if name.starts_with('$') {
            // the private forms of serde_json and toml; no Rust type has such a name
            if name != NUMBER_STRUCT {
                return Err(Failure::unsupported("raw JSON or another library's private form"));
            }
            return self.object(Form::Number);
        }
        self.object(Form::Plain)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object<'e, 'o>, Failure> {
        self.open_variant(variant)?;
        self.object(Form::Variant(variant))
    }
}
