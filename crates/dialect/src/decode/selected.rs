//! What a request for a resource picks out of its members.

use super::bearer::is_form;
use crate::incoming::Incoming;
use crate::model::{Dialect, Endpoint, Resource, TokenCarrier};
use engine::refusal::{Refusal, Refused};
use engine::request::Param;

impl Dialect {
    /// The value of the resource's `select` parameter. The query as a whole is held to the bounds that every endpoint has.
    pub fn decode_selected(&self, resource: &Resource, incoming: &Incoming) -> Result<Option<String>, Refused> {
        let body = if is_form(incoming) { incoming.body } else { b"" };
        let carriers = [TokenCarrier::Query, TokenCarrier::Form];
        let fields = self.fields(Endpoint::Api, &carriers, &Incoming { body, ..*incoming })?;
        let Some(name) = &resource.select else { return Ok(None) };
        match fields.once(std::slice::from_ref(name))? {
            Param::Absent => Ok(None),
            Param::Given(text) => Ok(Some(text.to_owned())),
            Param::Malformed => Err(Refused::parameter(Refusal::BodyMalformed, name)),
        }
    }
}
