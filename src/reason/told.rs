//! Answers in one language, for hosts that know their reader's.

use serde::ser::{Serialize, Serializer};

use super::{Lift, Reason, Wording};

/// An answer in one language, to be serialized.
///
/// A reason is `{"code", "parameters", "text", "member", "lift": {"act", "parameters", "text"}}`; `member`, the place in the form,
/// stands only where there is one. What else is told so says its own shape: see
/// [`Refusal::told_in`](crate::Refusal::told_in) and [`Explanation::told_in`](crate::project::Explanation::told_in).
#[derive(Clone, Copy, Debug)]
pub struct Told<'a, T: ?Sized> {
    pub(crate) what: &'a T,
    pub(crate) wording: Wording<'a>,
}

impl Reason {
    /// The reason in one language; [`report`](Self::report) has both. A [`Policy::wording`](crate::Policy::wording) tells it with
    /// the names of that policy.
    ///
    /// ```
    /// use project_lifecycle::{Language, Reason, lifecycle::Duty};
    ///
    /// let told = serde_json::to_value(Reason::Unassigned { duty: Duty::Officer }.told_in(Language::Chinese))?;
    /// assert_eq!(told["text"], "项目尚未确定项目管家");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn told_in<'a>(&'a self, wording: impl Into<Wording<'a>>) -> Told<'a, Self> {
        Told { what: self, wording: wording.into() }
    }
}

impl Serialize for Told<'_, Reason> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// With a text beside what is serialized.
        #[derive(serde::Serialize)]
        struct WithText<'a> {
            #[serde(flatten)]
            reason: &'a Reason,
            text: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            member: Option<&'a str>,
            lift: LiftText,
        }

        #[derive(serde::Serialize)]
        struct LiftText {
            #[serde(flatten)]
            lift: Lift,
            text: String,
        }

        let (reason, wording) = (self.what, self.wording);
        let lift = reason.lift();
        let lift = LiftText { text: lift.text(wording), lift };
        WithText { reason, text: reason.text(wording), member: reason.member(), lift }.serialize(serializer)
    }
}

impl Serialize for Told<'_, [Reason]> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.what.iter().map(|reason| reason.told_in(self.wording)))
    }
}
