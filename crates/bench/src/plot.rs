//! A bar chart as SVG: readable in light and dark, the same bytes for the same figures.

use crate::figure::figure;
use std::fmt::Write;

/// Bars in groups.
pub(crate) struct Plot {
    /// What is shown, with its unit.
    pub(crate) title: String,
    /// How lengths follow from figures.
    pub(crate) scale: Scale,
    /// One below the other.
    pub(crate) groups: Vec<Group>,
}

/// How lengths follow from figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Twice as long is twice as much.
    Linear,
    /// Ten times as much is one line further.
    Logarithmic,
}

/// Bars that are compared.
pub(crate) struct Group {
    /// What they have in common; nothing where there is one group.
    pub(crate) title: String,
    /// The bars.
    pub(crate) bars: Vec<Bar>,
}

/// A bar.
pub(crate) struct Bar {
    /// What it stands for.
    pub(crate) label: String,
    /// How long it is.
    pub(crate) value: f64,
    /// Its colour.
    pub(crate) of: Of,
}

/// Whose a bar is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// Ours.
    Ours,
    /// What ours is held against.
    Other,
}

const WIDTH: f64 = 760.0;
/// Where bars begin.
const LEFT: f64 = 250.0;
const RIGHT: f64 = 670.0;
const BAR: f64 = 22.0;
const GAP: f64 = 30.0;
const TOP: f64 = 40.0;

const STYLE: &str = "\
text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-weight:600}.group{fill:#57606a}.ours{fill:#0b6262}.other{fill:#8c959f}.line{stroke:#d0d7de}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.group{fill:#9da7b3}.ours{fill:#3fb8b8}.other{fill:#6e7681}.line{stroke:#30363d}}";

impl Plot {
    /// The picture.
    pub(crate) fn svg(&self) -> String {
        let bars =
            || self.groups.iter().flat_map(|group| &group.bars).map(|bar| bar.value).filter(|value| *value > 0.0);
        let most = bars().fold(f64::MIN_POSITIVE, f64::max);
        let least = bars().fold(most, f64::min);
        let (mut body, mut y) = (String::new(), TOP);
        for group in &self.groups {
            if !group.title.is_empty() {
                y += GAP;
                // Writing to a String cannot fail.
                let _ =
                    write!(body, r#"<text class="group" x="12" y="{:.0}">{}</text>"#, y - 10.0, escaped(&group.title));
            }
            for bar in &group.bars {
                body.push_str(&self.bar(bar, y, (least, most)));
                y += BAR;
            }
        }
        let height = y + 14.0;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0}" role="img" aria-label="{title}"><style>{STYLE}</style><text class="title" x="12" y="24">{title}</text><line class="line" x1="{LEFT}" y1="{TOP}" x2="{LEFT}" y2="{:.0}"/>{body}</svg>
"#,
            y,
            title = escaped(&self.title),
        )
    }

    fn bar(&self, bar: &Bar, y: f64, (least, most): (f64, f64)) -> String {
        let share = match self.scale {
            Scale::Linear => bar.value / most,
            // The shortest bar keeps a tenth of the way, so that it is seen.
            Scale::Logarithmic if most > least => 0.1 + 0.9 * (bar.value / least).ln() / (most / least).ln(),
            Scale::Logarithmic => 1.0,
        };
        let long = if bar.value > 0.0 { (share * (RIGHT - LEFT)).max(1.0) } else { 0.0 };
        let class = match bar.of {
            Of::Ours => "ours",
            Of::Other => "other",
        };
        format!(
            r#"<text x="{:.0}" y="{:.0}" text-anchor="end">{}</text><rect class="{class}" x="{LEFT}" y="{:.0}" width="{long:.1}" height="{:.0}"/><text x="{:.0}" y="{:.0}">{}</text>"#,
            LEFT - 8.0,
            y + 15.0,
            escaped(&bar.label),
            y + 2.0,
            BAR - 5.0,
            LEFT + long + 6.0,
            y + 15.0,
            figure(bar.value),
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(scale: Scale, values: &[f64]) -> Vec<f64> {
        let bar = |value: &f64| Bar { label: "a < b".to_owned(), value: *value, of: Of::Ours };
        let group = Group { title: String::new(), bars: values.iter().map(bar).collect() };
        let svg = Plot { title: "t".to_owned(), scale, groups: vec![group] }.svg();
        assert!(svg.contains("a &lt; b") && !svg.contains("a < b"));
        let widths = svg.split("width=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok());
        widths.collect()
    }

    #[test]
    fn lengths_follow_from_figures() {
        assert_eq!(lengths(Scale::Linear, &[100.0, 50.0, 0.0]), [420.0, 210.0, 0.0]);
        assert_eq!(lengths(Scale::Logarithmic, &[1.0, 10.0, 100.0]), [42.0, 231.0, 420.0]);
    }
}
