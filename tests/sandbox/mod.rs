//! A newcomer's shell: a fresh folder with the sample archive in it and `morgue` on the path.

use std::path::Path;
use std::process::{Command, Stdio};

/// The folder; gone when dropped.
pub struct Sandbox {
    dir: tempfile::TempDir,
}

/// What a command line gave.
pub struct Given {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Sandbox {
    /// With `corpus/`, a copy of the sample archive, and `archive/`, another.
    pub fn new() -> Sandbox {
        let dir = tempfile::tempdir().unwrap();
        for name in ["corpus", "archive"] {
            let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
            let done = Command::new("cp").arg("-R").arg(corpus).arg(dir.path().join(name)).status().unwrap();
            assert!(done.success(), "the sample archive cannot be copied");
        }
        // Where the link of the sample archive that leads out of it leads to.
        std::fs::create_dir(dir.path().join("src")).unwrap();
        Sandbox { dir }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Runs one line in `sh`. The surroundings are bare: no terminal, no variable that morgue reads.
    pub fn run(&self, line: &str) -> Given {
        let bin = Path::new(env!("CARGO_BIN_EXE_morgue")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        let done = Command::new("sh")
            .args(["-c", line])
            .current_dir(self.path())
            .env("PATH", format!("{}:{path}", bin.display()))
            .env("HOME", self.path())
            .env("TZ", "Asia/Kathmandu")
            .env_remove("MORGUE_INDEX")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Given {
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
            code: done.status.code().unwrap_or(-1),
        }
    }
}
