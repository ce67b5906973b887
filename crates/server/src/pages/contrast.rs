//! The stylesheet's colours against each other: WCAG 2.2, 4.5:1 for text and 3:1 for controls, light and dark.

use super::STYLE;
use std::collections::BTreeMap;

type Colour = [f64; 3];

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
        declared.clone().filter_map(|(name, value)| Some((name.to_owned(), hex(value)?))).collect();
    let percent = declared
        .clone()
        .find(|(name, _)| *name == "soft")
        .and_then(|(_, value)| value.split_once("var(--accent) ")?.1.split_once('%')?.0.parse::<f64>().ok());
    let (accent, card) = (out["accent"], out["card"]);
    let soft = std::array::from_fn(|at| card[at] + (accent[at] - card[at]) * percent.unwrap() / 100.0);
    out.insert("soft".to_owned(), soft);
    out
}

fn hex(value: &str) -> Option<Colour> {
    let number = u32::from_str_radix(value.strip_prefix('#').filter(|digits| digits.len() == 6)?, 16).ok()?;
    Some([16, 8, 0].map(|shift| f64::from((number >> shift) & 255) / 255.0))
}

/// WCAG's relative luminance.
fn luminance(colour: Colour) -> f64 {
    let [r, g, b] = colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn black_on_white_is_21() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}

#[test]
fn text_can_be_read_on_every_surface() {
    for scheme in schemes() {
        for text in ["text", "muted", "accent", "danger"] {
            for surface in ["page", "card", "soft"] {
                let ratio = contrast(scheme[text], scheme[surface]);
                assert!(ratio >= 4.5, "{text} on {surface}: {ratio:.2}");
            }
        }
        assert!(contrast(scheme["on-accent"], scheme["accent"]) >= 4.5);
    }
}

#[test]
fn controls_can_be_seen() {
    for scheme in schemes() {
        for surface in ["page", "card", "soft"] {
            let ratio = contrast(scheme["control"], scheme[surface]);
            assert!(ratio >= 3.0, "control on {surface}: {ratio:.2}");
        }
    }
}

#[test]
fn a_tile_shows_its_letter() {
    let tiles: Vec<_> =
        STYLE.split(".tile-").skip(1).filter_map(|rest| hex(rest.split_once("background: ")?.1.get(..7)?)).collect();
    assert_eq!(tiles.len(), 12);
    for tile in tiles {
        assert!(contrast(tile, [1.0; 3]) >= 4.5, "{tile:?}");
    }
}
