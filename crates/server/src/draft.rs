//! A file in the making, beside the place where it will stand.

use crate::dice::{Dice, SystemDice};
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is done.
    Keep,
    /// The new one takes its place.
    Replace,
}

/// A file that goes when it is dropped, unless it was put in its place.
pub struct Draft {
    /// What is written goes through this: whoever owns the folder could put another file in the path's place.
    file: File,
    path: PathBuf,
    goal: PathBuf,
}

impl Draft {
    /// Makes one, empty and readable by its owner only.
    pub fn beside(goal: &Path) -> io::Result<Self> {
        let mut name = OsString::from(goal);
        name.push(format!(".{:016x}.part", SystemDice.key()));
        let path = PathBuf::from(name);
        let file = new(&path)?;
        Ok(Self { file, path, goal: goal.to_owned() })
    }

    /// Writes more of it.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Where it is until then.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it in its place; it is on disk there when this returns. The error is of the kind `AlreadyExists` where a file is to stay.
    pub fn place(self, existing: Existing) -> io::Result<()> {
        let folder = self.goal.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        hand_over(&self.file, [&self.goal, folder])?;
        self.file.sync_all()?;
        match existing {
            Existing::Replace => std::fs::rename(&self.path, &self.goal)?,
            Existing::Keep => link(&self.path, &self.goal)?,
        }
        File::open(folder)?.sync_all()
    }
}

/// What root makes belongs to whoever owns the place, the first of these that is there: a service that runs as somebody else has to open it.
fn hand_over(file: &File, places: [&Path; 2]) -> io::Result<()> {
    let Some(place) = places.into_iter().find_map(|place| std::fs::metadata(place).ok()) else { return Ok(()) };
    if file.metadata()?.uid() == 0 && place.uid() != 0 {
        fchown(file, Some(place.uid()), Some(place.gid()))?;
    }
    Ok(())
}

/// Takes no other file's place, whoever made it meanwhile.
fn link(path: &Path, goal: &Path) -> io::Result<()> {
    match std::fs::hard_link(path, goal) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => claim(path, goal),
        done => done,
    }
}

/// The same on a file system without links: an empty file says first whose place it is.
fn claim(path: &Path, goal: &Path) -> io::Result<()> {
    new(goal)?;
    std::fs::rename(path, goal).inspect_err(|_| drop(std::fs::remove_file(goal)))
}

fn new(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
        forget_beside(&self.path);
    }
}

/// Removes what SQLite kept beside a database that is none any more: it would take it for the next one's.
pub fn forget_beside(database: &Path) {
    for ending in BESIDE {
        let mut name = OsString::from(database);
        name.push(ending);
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_drafts_that_are_to_take_nothing_elses_place_one_does() {
        for place in [link, claim] {
            let folder = tempfile::tempdir().unwrap();
            let goal = folder.path().join("root.key");
            let drafts = ["one", "other"].map(|text| {
                let mut draft = Draft::beside(&goal).unwrap();
                draft.write(text.as_bytes()).unwrap();
                draft
            });
            let placed = drafts.each_ref().map(|draft| place(&draft.path, &goal).map_err(|error| error.kind()));
            assert_eq!(placed, [Ok(()), Err(ErrorKind::AlreadyExists)]);
            drop(drafts);
            assert_eq!(std::fs::read_to_string(&goal).unwrap(), "one");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }
}
