//! Bodies of answers, how they are written, and CORS.

use super::{Choice, Origins};
use crate::model::Format;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A value of a body as written: a text, a number, true or false, a list of `[name, value]` pairs (an object), or one of
/// `{ text = "…" }`, `{ list = […] }`, `{ optional = V }`, `{ slot = "…", absent = V }`, `{ scope = "…", then = V, otherwise = V }`, `{ each_grant = V }`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct RawValue(pub toml::Value);

impl JsonSchema for RawValue {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Value")
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<Self>();
        let special = |properties: serde_json::Value, required: &[&str]| {
            json_schema!({
                "type": "object", "properties": properties, "required": required, "additionalProperties": false
            })
        };
        json_schema!({
            "description": "A text with {slots}, a number, true or false, a list of [name, value] pairs, or a table of one special form.",
            "anyOf": [
                { "type": ["string", "integer", "boolean"] },
                { "type": "array", "items": { "type": "array", "prefixItems": [{ "type": "string" }, value], "minItems": 2, "maxItems": 2 } },
                special(serde_json::json!({ "text": { "type": "string" } }), &["text"]),
                special(serde_json::json!({ "list": { "type": "array", "items": value } }), &["list"]),
                special(serde_json::json!({ "optional": value }), &["optional"]),
                special(serde_json::json!({ "slot": { "type": "string" }, "absent": value }), &["slot", "absent"]),
                special(
                    serde_json::json!({ "scope": { "type": "string" }, "then": value, "otherwise": value }),
                    &["scope", "then", "otherwise"]
                ),
                special(serde_json::json!({ "each_grant": value }), &["each_grant"]),
            ]
        })
    }
}

/// Formats by media type (RFC 9110 section 12.5.1).
pub type RawAccept = BTreeMap<String, Format>;

/// The keys of a body, as one part of a section.
#[derive(Clone, Debug, Default)]
pub struct RawBody {
    /// How it is written; else `[answers] format`.
    pub format: Option<Format>,
    /// `Content-Type`; else the format's own.
    pub content_type: Option<String>,
    /// Other formats, by what the request accepts.
    pub accept: Option<RawAccept>,
    /// What stands in it.
    pub body: Option<RawValue>,
}

/// How answers are written where a section says nothing else.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawAnswers {
    /// `json` or `json-spaced`, mostly.
    pub format: Option<Format>,
    /// `Content-Type` of JSON answers.
    pub json_type: Option<String>,
}

/// Cross-origin answers, on all endpoints but authorize and pages.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawCors {
    /// `any`: `Access-Control-Allow-Origin: *`, never with credentials; `none`: no CORS header anywhere.
    pub origins: Option<Choice<Origins>>,
    /// Status of a preflight: 200 or 204.
    pub preflight: Option<u16>,
    /// `Access-Control-Allow-Headers`.
    pub headers: Option<Vec<String>>,
    /// Whether a preflight carries `Allow` too.
    pub allow: Option<bool>,
}
