//! What of the app's own stands among the parameters.

use super::Writer;
use super::operations::Topic;
use super::parameters::{Means, Necessity, Otherwise, Parameter};
use crate::model::{ClientAuth, Name, RevokeClient};
use engine::policy::HasSecret;

impl Writer<'_> {
    /// `client_id` and `client_secret`, as far as this operation reads them.
    pub(super) fn client_parameters(&self, topic: &Topic) -> Vec<Parameter> {
        let (_, methods) = self.ways(topic);
        let (mut with, mut without) = (false, false);
        for kind in self.kinds() {
            match kind.secret {
                HasSecret::Yes => with = true,
                HasSecret::No => without = true,
            }
        }
        let header = methods.iter().any(|method| *method != ClientAuth::Parameters);
        let among = methods.contains(&ClientAuth::Parameters);
        let own = |name, need| self.parameter(topic, name, need, Otherwise::Nothing);
        let optional = *topic == Topic::Revoke
            && self.dialect.revoke.as_ref().is_some_and(|own| own.client == RevokeClient::CheckedIfSent);
        let mut parameters = Vec::new();
        if methods.is_empty() {
            return parameters;
        }
        let id = match (optional, header && with) {
            (true, _) => Necessity::Optional,
            (_, true) => Necessity::UnlessInHeader,
            (_, false) => Necessity::Required,
        };
        parameters.extend(own(Name::ClientId, id));
        if among && with {
            let secret = match (optional, header, without) {
                (true, ..) => Necessity::Optional,
                (_, true, _) => Necessity::UnlessInHeader,
                (_, _, true) => Necessity::WithSecret,
                (..) => Necessity::Required,
            };
            parameters.extend(own(Name::ClientSecret, secret));
        }
        parameters
    }

    /// A parameter by its RFC name, where the wire has one.
    pub(super) fn parameter(
        &self,
        topic: &Topic,
        name: Name,
        need: Necessity,
        otherwise: Otherwise,
    ) -> Option<Parameter> {
        let names = self.dialect.names.of(topic.endpoint(), name);
        (!names.is_empty()).then(|| Parameter {
            names: names.to_vec(),
            means: Means::Name(name),
            need,
            values: Vec::new(),
            otherwise,
            refusals: self.refusals_about(topic, name),
        })
    }
}
