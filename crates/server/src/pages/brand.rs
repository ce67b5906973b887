//! A realm's own looks as files: a stylesheet of a few custom properties and a logo, each named after its content.

use super::assets::named;
use crate::colour::Colour;
use crate::config::{Accents, BrandConfig, LogoKind};
use bytes::Bytes;

/// What a realm's pages have beside the common files.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// Its accent on light, for letters, which load no file.
    pub accent: Option<Colour>,
    /// Its accent colours.
    pub style: Option<BrandFile>,
    /// Its logo.
    pub logo: Option<BrandFile>,
}

/// A file, ready to send.
#[derive(Clone, Debug)]
pub struct BrandFile {
    /// Its name, with a hash of its content.
    pub name: String,
    /// `Content-Type`.
    pub kind: &'static str,
    /// What it holds.
    pub content: Bytes,
}

impl Brand {
    /// From a checked configuration.
    pub fn new(config: &BrandConfig) -> Self {
        let style = config.accents.as_ref().map(|accents| {
            let text = stylesheet(accents);
            BrandFile {
                name: named("brand", text.as_bytes(), "css"),
                kind: "text/css; charset=utf-8",
                content: text.into(),
            }
        });
        let logo = config.logo.as_ref().map(|logo| {
            let (kind, ending) = match logo.kind {
                LogoKind::Svg => ("image/svg+xml", "svg"),
                LogoKind::Png => ("image/png", "png"),
            };
            BrandFile { name: named("logo", &logo.content, ending), kind, content: logo.content.clone().into() }
        });
        Self { accent: config.accents.map(|accents| accents.light), style, logo }
    }

    /// The file of that name.
    pub fn file(&self, name: &str) -> Option<&BrandFile> {
        [&self.style, &self.logo].into_iter().flatten().find(|file| file.name == name)
    }
}

fn stylesheet(accents: &Accents) -> String {
    let Accents { light, dark } = accents;
    format!(":root {{ --accent: {light}; }}\n@media (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; }} }}\n")
}
