//! The names of a map's members, from the keys as serde gives them.

use super::compound::Object;
use super::error::Failure;
use serde::Serialize;
use serde::ser::{Impossible, Serializer};

/// Writes one key as the next member name of an object.
pub(super) struct Key<'k, 'e, 'o>(pub(super) &'k mut Object<'e, 'o>);

const NUMBER: &str = "a number as a member name";
const OTHER: &str = "a member name that is not a string";

macro_rules! refuse {
    ($($method:ident($($kind:ty),*) $what:expr;)*) => {
        $(fn $method(self, $(_: $kind),*) -> Result<(), Failure> { Err(Failure::unsupported($what)) })*
    };
}

macro_rules! refuse_compound {
    ($($method:ident($($kind:ty),*) $form:ident;)*) => {
        $(fn $method(self, $(_: $kind),*) -> Result<Self::$form, Failure> { Err(Failure::unsupported(OTHER)) })*
    };
}

impl Serializer for Key<'_, '_, '_> {
    type Ok = ();
    type Error = Failure;
    type SerializeSeq = Impossible<(), Failure>;
    type SerializeTuple = Impossible<(), Failure>;
    type SerializeTupleStruct = Impossible<(), Failure>;
    type SerializeTupleVariant = Impossible<(), Failure>;
    type SerializeMap = Impossible<(), Failure>;
    type SerializeStruct = Impossible<(), Failure>;
    type SerializeStructVariant = Impossible<(), Failure>;

    #[inline]
    fn serialize_str(self, name: &str) -> Result<(), Failure> {
        self.0.name(name)
    }

    fn serialize_char(self, name: char) -> Result<(), Failure> {
        self.0.name(name.encode_utf8(&mut [0; 4]))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Failure> {
        self.0.name(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Failure> {
        Err(Failure::unsupported(OTHER))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Failure> {
        Err(Failure::unsupported(OTHER))
    }

    refuse! {
        serialize_bool(bool) OTHER;
        serialize_i8(i8) NUMBER;
        serialize_i16(i16) NUMBER;
        serialize_i32(i32) NUMBER;
        serialize_i64(i64) NUMBER;
        serialize_i128(i128) NUMBER;
        serialize_u8(u8) NUMBER;
        serialize_u16(u16) NUMBER;
        serialize_u32(u32) NUMBER;
        serialize_u64(u64) NUMBER;
        serialize_u128(u128) NUMBER;
        serialize_f32(f32) NUMBER;
        serialize_f64(f64) NUMBER;
        serialize_bytes(&[u8]) OTHER;
        serialize_none() OTHER;
        serialize_unit() OTHER;
        serialize_unit_struct(&'static str) OTHER;
    }

    refuse_compound! {
        serialize_seq(Option<usize>) SerializeSeq;
        serialize_tuple(usize) SerializeTuple;
        serialize_tuple_struct(&'static str, usize) SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) SerializeTupleVariant;
        serialize_map(Option<usize>) SerializeMap;
        serialize_struct(&'static str, usize) SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) SerializeStructVariant;
    }
}
