//! Where results go: to the terminal, and to files that stay.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Serialize;

/// Tables for people on standard output and in `bench.md`; numbers for programs in `<name>.json`.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    text: String,
}

impl Output {
    /// Writes into this folder.
    pub fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self {
            folder,
            text: String::new(),
        })
    }

    /// Adds Markdown. It is there at once, should a later measurement fail.
    pub fn section(&mut self, markdown: &str) -> Result<()> {
        println!("{markdown}");
        self.text.push_str(markdown);
        self.text.push('\n');
        self.write("bench.md", self.text.as_bytes())
    }

    /// Writes what was measured, with all its numbers.
    pub fn data(&self, name: &str, value: &impl Serialize) -> Result<()> {
        let json = serde_json::to_vec_pretty(value)?;
        self.write(&format!("{name}.json"), &json)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }
}
