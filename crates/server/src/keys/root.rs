//! The root key, which opens all others.

use crate::dice::Dice;
use crate::draft::{Draft, Existing};
use engine::secret::{Key, Seed};
use std::fs::OpenOptions;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The environment variable of the root key: 64 hexadecimal digits.
pub const ROOT_KEY_VARIABLE: &str = "GRANTOR_ROOT_KEY";
/// The environment variable of the root key before this one, while keys are sealed anew.
pub const OLD_ROOT_KEY_VARIABLE: &str = "GRANTOR_OLD_ROOT_KEY";
/// The root key's file in the data folder, used where the variable is not set.
pub const ROOT_KEY_FILE: &str = "root.key";

/// The root key and what is derived from it.
#[derive(Clone, Debug)]
pub struct Keys {
    root: Key,
}

impl Keys {
    /// From the environment, else from the file in `data`.
    pub fn find(data: &Path) -> io::Result<Option<Self>> {
        if let Some(own) = Self::from_environment(ROOT_KEY_VARIABLE)? {
            return Ok(Some(own));
        }
        match Self::read(&data.join(ROOT_KEY_FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// As [`Keys::find`]; makes the file (0600) where there is none. Of several that do so at once one makes it.
    pub fn open(data: &Path, dice: &dyn Dice) -> io::Result<Self> {
        if let Some(own) = Self::find(data)? {
            return Ok(own);
        }
        match Self::make(data, dice.seed()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::read(&data.join(ROOT_KEY_FILE)),
            made => made,
        }
    }

    /// Writes the file in `data` (0600), whole or not at all; an error of the kind `AlreadyExists` where there is one.
    pub fn make(data: &Path, seed: Seed) -> io::Result<Self> {
        let mut draft = Draft::beside(&data.join(ROOT_KEY_FILE))?;
        let text: String = seed.0.iter().map(|byte| format!("{byte:02x}")).collect();
        draft.write(text.as_bytes())?;
        draft.place(Existing::Keep)?;
        Self::parse(&text).map_err(invalid)
    }

    /// From that variable, if it is set.
    pub fn from_environment(variable: &str) -> io::Result<Option<Self>> {
        let Some(text) = std::env::var_os(variable) else { return Ok(None) };
        let text = text.to_string_lossy();
        Self::parse(&text)
            .map(Some)
            .map_err(|fault| invalid(format!("{variable}: {fault}; `openssl rand -hex 32` makes one")))
    }

    /// From a file that only its owner can read.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).open(path)?;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            return Err(invalid(format!("{}: others can read it; run chmod 600 on it", path.display())));
        }
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        Self::parse(text.trim()).map_err(|fault| {
            let remedy =
                "put back the one that belongs to this database, or remove the file where there is no database yet";
            invalid(format!("{}: {fault}; {remedy}", path.display()))
        })
    }

    /// From 64 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fault = || "the root key has 64 hexadecimal digits".to_owned();
        let mut root = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(fault());
        }
        for (byte, at) in root.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2).unwrap_or_default(), 16).map_err(|_| fault())?;
        }
        Ok(Self { root: Key(root) })
    }

    /// The key of that name.
    pub fn named(&self, name: &str) -> Key {
        self.root.named(name)
    }
}

fn invalid(fault: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, fault)
}
