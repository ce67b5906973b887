//! The stylesheet's colours against each other: WCAG 2.2, 4.5:1 for text and 3:1 for controls, light and dark.

use super::STYLE;
use crate::colour::{Colour, READABLE, Scheme};
use std::collections::BTreeMap;

/// The colours of light and of dark; what dark does not say again stays.
fn schemes() -> [BTreeMap<String, Colour>; 2] {
    let mut blocks = STYLE.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap());
    let light = colours(blocks.next().unwrap());
    let mut dark = light.clone();
    dark.extend(colours(blocks.next().unwrap()));
    [light, dark]
}

fn colours(block: &str) -> BTreeMap<String, Colour> {
    let declared = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": "));
    let mut out: BTreeMap<_, _> =
        declared.clone().filter_map(|(name, value)| Some((name.to_owned(), Colour::parse(value)?))).collect();
    let soft = declared.clone().find(|(own, _)| *own == "soft").unwrap().1;
    out.insert("soft".to_owned(), out["card"].with(percent(soft), out["accent"]));
    out
}

/// How much of the accent is in a mix with the card.
fn percent(mixed: &str) -> u32 {
    mixed.split_once("var(--accent) ").unwrap().1.split_once('%').unwrap().0.parse().unwrap()
}

#[test]
fn text_can_be_read_on_every_surface() {
    for scheme in schemes() {
        for text in ["text", "muted", "accent", "danger"] {
            for surface in ["page", "card", "soft"] {
                let ratio = scheme[text].contrast(scheme[surface]);
                assert!(ratio >= READABLE, "{text} on {surface}: {ratio:.2}");
            }
        }
        for (text, surface) in [("on-accent", "accent"), ("on-danger", "danger")] {
            let ratio = scheme[text].contrast(scheme[surface]);
            assert!(ratio >= READABLE, "{text} on {surface}: {ratio:.2}");
        }
    }
}

#[test]
fn controls_can_be_seen() {
    for scheme in schemes() {
        for surface in ["page", "card", "soft"] {
            let ratio = scheme["control"].contrast(scheme[surface]);
            assert!(ratio >= 3.0, "control on {surface}: {ratio:.2}");
        }
    }
}

/// The bars of a chart against the card, and what is bad of them against the rest.
#[test]
fn the_parts_of_a_bar_can_be_told_apart() {
    let mixed = STYLE.split_once(".chart .bars { fill: ").unwrap().1.split('\n').next().unwrap();
    assert!(STYLE.contains(".chart .bad { fill: var(--text);"));
    for scheme in schemes() {
        let bars = scheme["card"].with(percent(mixed), scheme["accent"]);
        for other in ["card", "text"] {
            let ratio = bars.contrast(scheme[other]);
            assert!(ratio >= 3.0, "bars on {other}: {ratio:.2}");
        }
    }
}

/// What a realm's own accent is held against is what the stylesheet has.
#[test]
fn the_check_of_a_brand_knows_the_stylesheet() {
    for (scheme, own) in [Scheme::Light, Scheme::Dark].into_iter().zip(schemes()) {
        let (page, card, on_accent, soft) = scheme.colours();
        assert_eq!((page, card, on_accent), (own["page"], own["card"], own["on-accent"]));
        assert_eq!(card.with(soft, own["accent"]), own["soft"]);
        assert!(scheme.takes(own["accent"]));
    }
}

#[test]
fn a_tile_shows_its_letter() {
    let tiles: Vec<_> = STYLE
        .split(".tile-")
        .skip(1)
        .filter_map(|rest| Colour::parse(rest.split_once("background: ")?.1.get(..7)?))
        .collect();
    assert_eq!(tiles.len(), 12);
    let white = Colour::parse("#ffffff").unwrap();
    for tile in tiles {
        assert!(tile.contrast(white) >= READABLE, "{tile}");
    }
}
