//! Presented tokens: where their rows may lie.

use super::Call;
use dialect::model::Shape;
use engine::secret::Plain;
use engine::token::TokenHash;

/// An access token, of any mount of the realm.
pub fn access(call: &Call<'_>, text: &Plain) -> Vec<TokenHash> {
    let others = call.realm.mounts.iter().filter(|mount| mount.key != call.mount.key);
    let shapes = std::iter::once(call.mount).chain(others).map(|mount| &mount.dialect.shapes);
    let shapes = shapes.flat_map(|shapes| [Some(&shapes.access_token), shapes.second_access_token.as_ref()]).flatten();
    places(call, shapes, text)
}

/// A refresh token, of the mount that is asked.
pub fn refresh(call: &Call<'_>, text: &Plain) -> Vec<TokenHash> {
    places(call, std::iter::once(&call.mount.dialect.shapes.refresh_token), text)
}

/// By each id that the text may carry, then by its hash. Mounts with one shape read one id.
fn places<'a>(call: &Call<'a>, shapes: impl Iterator<Item = &'a Shape>, text: &Plain) -> Vec<TokenHash> {
    let hash = text.hashed();
    let mut places = Vec::with_capacity(2);
    for id in shapes.filter_map(|shape| shape.carried(text.expose(), &call.realm.keys.ids)) {
        let place = TokenHash::carried(id, hash);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.push(TokenHash::of(hash));
    places
}
