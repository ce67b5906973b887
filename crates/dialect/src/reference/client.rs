//! What of the app's own stands among the parameters.

use super::Writer;
use super::operations::Topic;
use super::parameters::{Means, Necessity, Otherwise, Parameter, plain};
use crate::model::{ClientAuth, Name, RevokeClient};
use engine::policy::HasSecret;

impl Writer<'_> {
    /// `client_id` and `client_secret`, as far as this operation reads them.
    pub(super) fn client_parameters(&self, topic: &Topic) -> Vec<Parameter> {
        let (_, methods) = self.ways(topic);
        let own = |name, need| self.parameter(topic, name, need, Otherwise::Nothing);
        let mut parameters = Vec::new();
        let in_path = self.routes(topic).any(|route| route.path.contains("{client_id}"));
        if in_path {
            parameters.push(plain("{client_id}", Means::ClientInPath, Necessity::Required));
        }
        if methods.is_empty() {
            return parameters;
        }
        let checked = *topic == Topic::Revoke
            && self.dialect.revoke.as_ref().is_some_and(|own| own.client == RevokeClient::CheckedIfSent);
        let with = self.kinds().any(|kind| kind.secret == HasSecret::Yes);
        let without = self.kinds().any(|kind| kind.secret == HasSecret::No);
        let nameless = with && methods.iter().any(|method| method.names_nobody());
        let header = with && methods.iter().any(|own| matches!(own, ClientAuth::Basic | ClientAuth::BearerSecret));
        let id = match (in_path || checked, nameless, header) {
            (true, ..) => Necessity::Optional,
            (_, true, _) if without => Necessity::WithoutSecret,
            (_, true, _) => Necessity::Optional,
            (_, _, true) => Necessity::UnlessInHeader,
            (..) => Necessity::Required,
        };
        parameters.extend(own(Name::ClientId, id));
        let among = [ClientAuth::Parameters, ClientAuth::SecretAlone].iter().any(|method| methods.contains(method));
        if among && with {
            let secret = match (checked, header, without) {
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
