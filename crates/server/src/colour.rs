//! Colours against each other: WCAG 2.2's contrast, for the stylesheet's tests and for a realm's own accent.

use std::fmt;

/// A colour as sRGB, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The lowest contrast between text and what it stands on (WCAG 2.2, 1.4.3).
pub const READABLE: f64 = 4.5;

impl Colour {
    /// From `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// The ratio of the two luminances: 1 (the same) to 21 (black on white).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// `percent` of `other` in this colour, as CSS's `color-mix(in srgb, …)` does it.
    pub fn with(self, percent: u32, other: Self) -> Self {
        let part = |own: u8, more: u8| {
            let sum = u32::from(own) * (100 - percent.min(100)) + u32::from(more) * percent.min(100);
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        Self([part(a, x), part(b, y), part(c, z)])
    }

    /// The nearest mixture with `other` that `fits`; `other` itself where none does.
    pub fn until(self, other: Self, fits: impl Fn(Self) -> bool) -> Self {
        (0..=100).map(|percent| self.with(percent, other)).find(|colour| fits(*colour)).unwrap_or(other)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Light or dark: what an accent colour stands on, and what stands on it. The stylesheet says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Scheme {
    /// Whether text in that colour can be read on every surface, and the text of buttons on it.
    pub fn takes(self, accent: Colour) -> bool {
        self.lowest(accent) >= READABLE
    }

    /// The lowest contrast that an accent has with anything.
    pub fn lowest(self, accent: Colour) -> f64 {
        let (page, card, on_accent, soft) = self.colours();
        let around = [page, card, card.with(soft, accent), on_accent];
        around.into_iter().map(|other| accent.contrast(other)).fold(f64::INFINITY, f64::min)
    }

    /// The nearest accent that can be read.
    pub fn nearest(self, accent: Colour) -> Colour {
        let end = if self == Self::Light { Colour([0; 3]) } else { Colour([255; 3]) };
        accent.until(end, |colour| self.takes(colour))
    }

    /// `--page`, `--card`, `--on-accent`, and how many percent of the accent are in `--soft`.
    pub(crate) fn colours(self) -> (Colour, Colour, Colour, u32) {
        match self {
            Self::Light => (Colour([0xf3, 0xf4, 0xf6]), Colour([255; 3]), Colour([255; 3]), 7),
            Self::Dark => (Colour([0x11, 0x13, 0x16]), Colour([0x1a, 0x1d, 0x22]), Colour([0x05, 0x20, 0x1e]), 10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn black_on_white_is_21() {
        assert!((colour("#000000").contrast(colour("#FFFFFF")) - 21.0).abs() < 1e-9);
        for wrong in ["000000", "#000", "#00000g", "#0000000", "red", ""] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_nearest_accent_is_darker_on_light_and_lighter_on_dark() {
        let pale = colour("#ff9900");
        assert!(!Scheme::Light.takes(pale));
        let darker = Scheme::Light.nearest(pale);
        assert!(Scheme::Light.takes(darker) && darker.contrast(colour("#000000")) < pale.contrast(colour("#000000")));
        let deep = colour("#0b6262");
        assert_eq!(Scheme::Light.nearest(deep), deep);
        assert!(!Scheme::Dark.takes(deep) && Scheme::Dark.takes(Scheme::Dark.nearest(deep)));
    }
}
