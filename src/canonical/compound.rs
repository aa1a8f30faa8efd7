//! Objects and arrays while they are written.

use super::encoder::{Encoder, Member};
use super::error::Failure;
use super::key::Key;
use super::path::Shown;
use super::write::is_member_name;
use serde::Serialize;
use serde::ser;
use std::cmp::Ordering;

/// What surrounds the members of an object.
pub(super) enum Form {
    Plain,
    Variant(&'static str),
    /// Nothing: the one field is the text of a number (see `serialize_struct`).
    Number,
}

pub(super) struct Object<'e, 'o> {
    pub(super) encoder: &'e mut Encoder<'o>,
    pub(super) base: usize,
    pub(super) form: Form,
    pub(super) sorted: bool,
    pub(super) pending: bool, // the map's key, or the number's text, is still without its value
}

impl Object<'_, '_> {
    /// Writes the name of the next member.
    #[inline]
    pub(super) fn name(&mut self, name: &str) -> Result<(), Failure> {
        let encoder = &mut *self.encoder;
        let name = name.as_bytes();
        if !is_member_name(name) {
            return Err(Failure::member_name(&String::from_utf8_lossy(name)));
        }
        match encoder.members.get(self.base..).and_then(|members| members.last()) {
            None => encoder.out.push(b'"'),
            Some(last) => {
                let before = &encoder.out[last.name..last.name_end];
                if before.first() >= name.first() {
                    match before.cmp(name) {
                        Ordering::Less => {}
                        Ordering::Equal => return Err(Failure::duplicate(name)),
                        Ordering::Greater => self.sorted = false,
                    }
                }
                encoder.out.extend_from_slice(b",\"");
            }
        }
        let start = encoder.out.len();
        encoder.out.extend_from_slice(name);
        encoder.members.push(Member { name: start, name_end: start + name.len(), end: 0 });
        encoder.out.extend_from_slice(b"\":");
        Ok(())
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failure> {
        if matches!(self.form, Form::Number) {
            return self.number(value);
        }
        if let Err(failure) = self.name(name) {
            return Err(self.refuse(failure));
        }
        match value.serialize(&mut *self.encoder) {
            Err(failure) => {
                let failure = self.encoder.fail(failure, &Shown(name));
                Err(self.refuse(failure))
            }
            done => done,
        }
    }

    #[cold]
    fn number<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        if !std::mem::take(&mut self.pending) {
            return Err(self.refuse(Failure::message(&"a number of two texts")));
        }
        let start = self.encoder.out.len();
        let result = value.serialize(&mut *self.encoder).and_then(|()| self.encoder.number(start));
        result.map_err(|failure| self.refuse(failure))
    }

    /// Marks the encoder as failed, and names the variant in the path.
    #[cold]
    fn refuse(&mut self, failure: Failure) -> Failure {
        self.encoder.failed = true;
        match self.form {
            Form::Variant(variant) => failure.within(&Shown(variant)),
            Form::Plain | Form::Number => failure,
        }
    }

    #[inline]
    fn close(mut self) -> Result<(), Failure> {
        if self.pending {
            return Err(self.refuse(Failure::message(&"a key without a value")));
        }
        if !self.sorted
            && let Err(failure) = self.encoder.sort(self.base)
        {
            return Err(self.refuse(failure));
        }
        self.encoder.members.truncate(self.base);
        match self.form {
            Form::Number => return Ok(()),
            Form::Plain => {}
            Form::Variant(_) => self.encoder.leave(b'}'),
        }
        self.encoder.leave(b'}');
        Ok(())
    }
}

impl ser::SerializeMap for Object<'_, '_> {
    type Ok = ();
    type Error = Failure;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failure> {
        let result =
            if self.pending { Err(Failure::message(&"a key without a value")) } else { key.serialize(Key(self)) };
        self.pending = true;
        result.map_err(|failure| self.refuse(failure))
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        if !std::mem::take(&mut self.pending) {
            return Err(self.refuse(Failure::message(&"a value without a key")));
        }
        let member = self.encoder.members.len();
        match value.serialize(&mut *self.encoder) {
            Err(failure) => {
                let member = member.checked_sub(1).and_then(|member| self.encoder.members.get(member));
                let name = member.and_then(|member| self.encoder.out.get(member.name..member.name_end));
                let name = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
                Err(self.encoder.fail(failure, &Shown(&name)))
            }
            done => done,
        }
    }

    #[inline]
    fn end(self) -> Result<(), Failure> {
        self.close()
    }
}

macro_rules! fields {
    ($($form:ident)*) => {$(
        impl ser::$form for Object<'_, '_> {
            type Ok = ();
            type Error = Failure;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failure> {
                self.field(name, value)
            }

            #[inline]
            fn end(self) -> Result<(), Failure> {
                self.close()
            }
        }
    )*};
}
fields!(SerializeStruct SerializeStructVariant);

pub(super) struct Array<'e, 'o> {
    pub(super) encoder: &'e mut Encoder<'o>,
    pub(super) count: usize,
    pub(super) variant: Option<&'static str>,
}

macro_rules! elements {
    ($($form:ident $method:ident)*) => {$(
        impl ser::$form for Array<'_, '_> {
            type Ok = ();
            type Error = Failure;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
                if self.count > 0 {
                    self.encoder.out.push(b',');
                }
                if let Err(failure) = value.serialize(&mut *self.encoder) {
                    let failure = self.encoder.fail(failure, &self.count);
                    return Err(match self.variant {
                        Some(variant) => failure.within(&Shown(variant)),
                        None => failure,
                    });
                }
                self.count += 1;
                Ok(())
            }

            #[inline]
            fn end(self) -> Result<(), Failure> {
                self.encoder.leave(b']');
                if self.variant.is_some() {
                    self.encoder.leave(b'}');
                }
                Ok(())
            }
        }
    )*};
}
elements!(SerializeSeq serialize_element SerializeTuple serialize_element);
elements!(SerializeTupleStruct serialize_field SerializeTupleVariant serialize_field);
