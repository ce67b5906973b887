//! The tile of an app or a realm: its initial on a colour drawn from its id.

use engine::model::TILE_COLORS;

/// An app by what draws its tile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownApp {
    /// Its name.
    pub name: String,
    /// Its client id: draws the colour where the developer chose none.
    pub client_id: String,
    /// The colour that the developer chose.
    pub color: Option<u8>,
}

impl ShownApp {
    pub(super) fn tile(&self) -> Tile {
        Tile::of_app(&self.name, &self.client_id, self.color)
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        Self { name: name.to_owned(), client_id: name.to_owned(), color: None }
    }
}

/// A letter and the class of its colour. A class, since the policy forbids inline styles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tile {
    /// The initial.
    pub(super) letter: String,
    /// The class.
    pub(super) class: String,
}

impl Tile {
    /// Of something with an id: the same id has the same colour everywhere.
    pub(super) fn drawn(name: &str, id: &str) -> Self {
        Self { letter: initial(name), class: format!("tile-{}", mix(id) % u32::from(TILE_COLORS)) }
    }

    /// Of an app: in the colour that its developer chose, else drawn.
    pub(super) fn of_app(name: &str, id: &str, color: Option<u8>) -> Self {
        match color {
            Some(color) => Self { letter: initial(name), class: format!("tile-{}", color % TILE_COLORS) },
            None => Self::drawn(name, id),
        }
    }

    /// In the accent colour.
    pub(super) fn accent(name: &str) -> Self {
        Self { letter: initial(name), class: "tile-accent".to_owned() }
    }
}

fn initial(name: &str) -> String {
    let letter = name.chars().find(|c| c.is_alphanumeric());
    letter.map_or_else(|| "?".to_owned(), |c| c.to_uppercase().collect())
}

/// FNV-1a: spreads ids over colours, no more.
fn mix(id: &str) -> u32 {
    id.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_initial_is_a_letter_or_a_digit() {
        assert_eq!(initial("<b>x</b>"), "B");
        assert_eq!(initial("  ökobox"), "Ö");
        assert_eq!(initial("7zip"), "7");
        assert_eq!(initial("🙂"), "?");
    }

    #[test]
    fn the_colour_follows_the_id() {
        assert_eq!(Tile::drawn("A", "id-1").class, Tile::drawn("B", "id-1").class);
        let classes: std::collections::BTreeSet<_> = (0..200).map(|n| Tile::drawn("A", &n.to_string()).class).collect();
        assert_eq!(classes.len(), 12);
    }
}
