//! Who acts.

use serde::Serialize;

use crate::value::{ActorId, OrgId, ShortText, ZoneId};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What kind of principal acts: the seven of the CloudEvents auth-context extension.
    AuthType as "kind of actor" {
        /// A user of the platform's application.
        AppUser "app_user" "Application user" "应用用户";
        /// A user of the underlying system.
        User "user" "System user" "系统用户";
        /// A service account.
        ServiceAccount "service_account" "Service account" "服务账号";
        /// An API key.
        ApiKey "api_key" "API key" "接口密钥";
        /// The system itself, for instance an import.
        System "system" "System" "系统";
        /// Nobody was authenticated.
        Unauthenticated "unauthenticated" "Unauthenticated" "未认证";
        /// Not known.
        Unknown "unknown" "Unknown" "未知";
    }
}

/// Who acts, as the host asserts it: an opaque id, never a name, with roles, organisation and zone where known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    auth: AuthType,
    id: ActorId,
    by: By,
}

/// What the host asserts of an actor beside its id; the `by` member of an event's data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct By {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation: Option<OrgId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) roles: Vec<ShortText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<ZoneId>,
}

impl By {
    pub(crate) fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for By {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "By".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "properties": {
                "organisation": generator.subschema_for::<OrgId>(),
                "roles": {"type": "array", "items": generator.subschema_for::<ShortText>(), "minItems": 1},
                "zone": generator.subschema_for::<ZoneId>(),
            },
            "minProperties": 1,
        })
    }
}

impl Actor {
    /// An actor of whom only kind and id are known.
    #[must_use]
    pub fn new(auth: AuthType, id: ActorId) -> Self {
        Self { auth, id, by: By::default() }
    }

    pub(crate) const fn from_parts(auth: AuthType, id: ActorId, by: By) -> Self {
        Self { auth, id, by }
    }

    /// In this role, beside those already given.
    #[must_use]
    pub fn in_role(mut self, role: ShortText) -> Self {
        self.by.roles.push(role);
        self
    }

    /// Of this organisation.
    #[must_use]
    pub fn of(mut self, organisation: OrgId) -> Self {
        self.by.organisation = Some(organisation);
        self
    }

    /// Acting for this zone.
    #[must_use]
    pub fn for_zone(mut self, zone: ZoneId) -> Self {
        self.by.zone = Some(zone);
        self
    }

    /// What kind of principal it is.
    #[must_use]
    pub const fn auth(&self) -> AuthType {
        self.auth
    }

    /// Its opaque id.
    #[must_use]
    pub const fn id(&self) -> &ActorId {
        &self.id
    }

    /// Its roles.
    #[must_use]
    pub fn roles(&self) -> &[ShortText] {
        &self.by.roles
    }

    /// Its organisation.
    #[must_use]
    pub const fn organisation(&self) -> Option<&OrgId> {
        self.by.organisation.as_ref()
    }

    /// The zone it acts for.
    #[must_use]
    pub const fn zone(&self) -> Option<&ZoneId> {
        self.by.zone.as_ref()
    }

    pub(crate) const fn by(&self) -> &By {
        &self.by
    }

    /// The JSON Schema of what an event's data keep of an actor, `by`; it is omitted when nothing is known.
    #[cfg(feature = "schema")]
    pub fn by_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<By>()
    }
}
