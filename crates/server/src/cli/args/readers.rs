//! For whom answers are written.

use clap::Args;

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Words and tables, for people.
    Words,
    /// One JSON value, for programs: what the administration's API answers.
    Json,
}

/// Who reads the answers: said once for a command and all that is below it.
#[derive(Args, Clone, Copy, Debug)]
pub struct Readers {
    /// As JSON, also what was made or changed
    #[arg(long, global = true)]
    json: bool,
}

impl Readers {
    /// What they read.
    pub fn form(self) -> Form {
        if self.json { Form::Json } else { Form::Words }
    }
}
