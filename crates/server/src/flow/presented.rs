//! Presented tokens: where their rows may lie.

use super::Call;
use dialect::model::Shape;
use engine::secret::{Hashed, Plain};
use engine::token::{TokenHash, TokenId};

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

/// By each id that the text may carry, then by its hash.
fn places<'a>(call: &Call<'a>, shapes: impl Iterator<Item = &'a Shape>, text: &Plain) -> Vec<TokenHash> {
    let ids = shapes.filter_map(|shape| shape.carried(text.expose(), &call.realm.keys.ids));
    without_doubles(ids, text.hashed())
}

/// Mounts with one shape read one id.
fn without_doubles(ids: impl Iterator<Item = TokenId>, hash: Hashed) -> Vec<TokenHash> {
    let mut places = Vec::with_capacity(2);
    for place in ids.map(|id| TokenHash::carried(id, hash)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.push(TokenHash::of(hash));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_two_shapes_read_is_asked_for_once() {
        let hash = Hashed::of(b"a token");
        let places = without_doubles([5, 7, 5].map(TokenId).into_iter(), hash);
        let ids: Vec<TokenId> = places.iter().map(TokenHash::id).collect();
        assert_eq!(ids, [TokenId(5), TokenId(7), TokenHash::of(hash).id()]);
    }
}
