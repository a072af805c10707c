//! Writes generated wire stories: `cargo run --release --example generate -- FOLDER STORIES [SEED]`.
//! JSON Lines, 100,000 stories a file; the same arguments give the same bytes everywhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod generator;

use std::io::Write;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (Some(folder), Some(stories)) = (args.first(), args.get(1).and_then(|n| n.parse::<usize>().ok()))
    else {
        eprintln!("usage: generate FOLDER STORIES [SEED]");
        std::process::exit(2);
    };
    let seed = args.get(2).and_then(|s| s.parse().ok()).unwrap_or(1);
    std::fs::create_dir_all(folder)?;
    for (file, start) in (0..stories).step_by(100_000).enumerate() {
        let path = std::path::Path::new(folder).join(format!("stories-{file:03}.jsonl"));
        let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
        for n in start..stories.min(start + 100_000) {
            writeln!(out, "{}", generator::json_line(&generator::story(seed, n)))?;
        }
        out.flush()?;
    }
    Ok(())
}
