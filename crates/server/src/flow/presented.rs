//! Presented tokens: where their rows may lie.

use super::Call;
use dialect::mint::Carried;
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

/// By the ids that the text carries in the shapes of today, by its hash, and by what it may carry in a shape of before: nearly all are found at once.
fn places<'a>(call: &Call<'a>, shapes: impl Iterator<Item = &'a Shape>, text: &Plain) -> Vec<TokenHash> {
    let carried = Carried::by(text.expose(), &call.realm.keys.ids);
    without_doubles(shapes.filter_map(|shape| carried.of(shape)), carried.all(), text.hashed())
}

/// Mounts with one shape read one id.
fn without_doubles(
    today: impl Iterator<Item = TokenId>,
    before: impl Iterator<Item = TokenId>,
    hash: Hashed,
) -> Vec<TokenHash> {
    let carried = |id| TokenHash::carried(id, hash);
    let mut places = Vec::with_capacity(3);
    for place in today.map(carried).chain([TokenHash::of(hash)]).chain(before.map(carried)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_two_shapes_read_is_asked_for_once_and_one_of_before_last() {
        let hash = Hashed::of(b"a token");
        let ids = |all: &[i64]| all.iter().copied().map(TokenId).collect::<Vec<_>>().into_iter();
        let places = without_doubles(ids(&[5, 7, 5]), ids(&[7, 9]), hash);
        let asked: Vec<TokenId> = places.iter().map(TokenHash::id).collect();
        assert_eq!(asked, [TokenId(5), TokenId(7), TokenHash::of(hash).id(), TokenId(9)]);
    }
}
