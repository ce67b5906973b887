//! What is done at each page of a tour.

use crate::axe::check;
use crate::looks::shoot;
use crate::stage::Stage;
use std::path::Path;

/// How a page is looked at.
pub enum See<'a> {
    /// Pictures into a folder, their names beginning so.
    Pictures(&'a Path, &'a str),
    /// axe-core, whose source this is.
    Axe(&'a str),
}

impl See<'_> {
    pub async fn look(&self, stage: &Stage, page: &str) {
        match self {
            Self::Pictures(folder, stem) => shoot(stage, folder, &format!("{stem}-{page}")).await,
            Self::Axe(source) => check(stage, source, page).await,
        }
    }
}
