//! Containers: what is packed how, and the walk through nested ones.
//!
//! [`CONTAINERS`] is the table; the content decides, never the name. One file a container.

mod bzip2;
mod gzip;
mod names;
mod tar;
mod warc;
mod warc_http;
mod xz;
mod zip;
mod zstd;

use super::stream::{Budget, Count, Fault, Stream, damage, fault_in};
use super::{Limits, Member, Visit};
use crate::error::{Error, ErrorKind, Result};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// A container: one row of the table.
pub struct Container {
    /// Its name.
    pub name: &'static str,
    /// Endings (with dot) that are dropped from a name when one stream comes out, and what takes their place.
    pub endings: &'static [(&'static str, &'static str)],
    /// The head is that of such a container.
    magic: fn(&[u8]) -> bool,
    unpack: Unpack,
}

/// How a container is undone.
enum Unpack {
    /// One stream in, one stream out.
    Inflate(for<'s> fn(&'s mut dyn BufRead) -> Box<dyn Read + 's>),
    /// One stream in, many members out.
    Archive(fn(&mut Unpacker<'_>, &Layer, &mut Stream<'_>) -> ControlFlow<()>),
}

/// All containers, in the order their magic is tried.
pub static CONTAINERS: &[Container] =
    &[gzip::GZIP, zstd::ZSTD, bzip2::BZIP2, xz::XZ, zip::ZIP, warc::WARC, tar::TAR];

/// Where in the nesting a stream is.
struct Layer {
    /// Path of the member inside the file; `None` outside any archive.
    member: Option<String>,
    /// Name without the endings of what was undone so far.
    name: String,
    /// Containers around it; an archive and its compression (`.tar.gz`) are one.
    depth: usize,
    /// It came straight out of a decompressor.
    inflated: bool,
}

impl Layer {
    /// Depth of the members, if it is an archive.
    fn depth_inside(&self) -> usize {
        self.depth + usize::from(!self.inflated)
    }
}

/// One `open` under way.
struct Unpacker<'u> {
    budget: &'u Budget<'u>,
    visit: &'u mut Visit<'u>,
    problem: &'u mut dyn FnMut(Error),
    /// The file itself, where there is one: archives with a directory at their end seek in it.
    disk: Option<&'u File>,
    told: HashSet<u64>,
    /// Hashes of the member paths given out, so that no two stories share a source.
    names: HashSet<u64>,
}

impl Unpacker<'_> {
    /// Undoes the stream's container, if it is one, else shows it to the visitor.
    fn layer(&mut self, layer: &Layer, stream: &mut Stream<'_>) -> ControlFlow<()> {
        let head = stream.fill_buf().unwrap_or_default();
        let Some(container) = CONTAINERS.iter().find(|c| (c.magic)(head)) else {
            return self.show(layer, stream);
        };
        let limit = self.budget.limits.depth;
        let more = match container.unpack {
            Unpack::Archive(_) => layer.depth_inside(),
            Unpack::Inflate(_) => layer.depth + 1,
        };
        if more > limit {
            let message = format!("containers nested more than {limit} deep");
            self.tell(Error::new(ErrorKind::Limit, message), layer.member.clone());
            return ControlFlow::Continue(());
        }
        match container.unpack {
            Unpack::Archive(unpack) => unpack(self, layer, stream)?,
            Unpack::Inflate(inflate) => {
                let name = names::without_ending(&layer.name, container.endings);
                let inner = Layer { member: layer.member.clone(), name, depth: more, inflated: true };
                let budget = self.budget;
                let mut plain = Stream::new(inflate(stream), container.name, Count::Inflated, None, budget);
                self.layer(&inner, &mut plain)?;
            }
        }
        self.go_on()
    }

    /// Breaks off when a limit of the whole file is reached.
    fn go_on(&self) -> ControlFlow<()> {
        if self.budget.is_spent() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn show(&mut self, layer: &Layer, stream: &mut Stream<'_>) -> ControlFlow<()> {
        if let Some(error) = misnamed(&layer.name, stream.fill_buf().unwrap_or_default()) {
            self.tell(error, layer.member.clone());
            return ControlFlow::Continue(());
        }
        let flow = (self.visit)(&mut Member {
            member: layer.member.clone(),
            name: layer.name.clone(),
            taken: self.budget.stored(),
            passed_over: None,
            bytes: stream,
        });
        if let Some(fault) = stream.fault().cloned() {
            self.tell_fault(fault, layer.member.clone());
        }
        flow?;
        self.go_on()
    }

    /// A member of an archive: counted, named, and looked into.
    fn member(&mut self, name: &str, around: &Layer, stream: &mut Stream<'_>) -> ControlFlow<()> {
        if let Err(error) = self.budget.member() {
            self.tell(error, around.member.clone());
            return ControlFlow::Break(());
        }
        let path = names::unique(names::inside(around.member.as_deref(), name), &mut self.names);
        let name = names::last(name).to_owned();
        self.layer(&Layer { member: Some(path), name, depth: around.depth_inside(), inflated: false }, stream)
    }

    /// Tells the visitor what of an archive holds no story, and why.
    fn pass_over(&mut self, layer: &Layer, reason: String) -> ControlFlow<()> {
        let (member, name, bytes) = (layer.member.clone(), layer.name.clone(), &mut io::empty());
        (self.visit)(&mut Member {
            member,
            name,
            taken: self.budget.stored(),
            passed_over: Some(reason),
            bytes,
        })
    }

    /// Reports an error of a member.
    fn tell(&mut self, error: Error, member: Option<String>) {
        (self.problem)(error.at_member(member));
    }

    /// Reports a break of a stream, unless it is known already.
    fn tell_fault(&mut self, fault: Fault, member: Option<String>) {
        if self.told.insert(fault.number) {
            self.tell(fault.error, member);
        }
    }

    /// Reports what ended the reading of an archive: a break further out, or its own damage.
    fn tell_io(&mut self, error: &io::Error, what: &str, member: Option<String>) {
        match fault_in(error) {
            Some(fault) => self.tell_fault(fault.clone(), member),
            None => self.tell(damage(what, error), member),
        }
    }
}

/// Bytes that are no container though the name says so, and no text either: the start of the file is lost.
/// Text under such a name is read as what it is.
fn misnamed(name: &str, head: &[u8]) -> Option<Error> {
    let container = CONTAINERS.iter().find(|c| names::without_ending(name, c.endings) != name)?;
    let text = std::str::from_utf8(head).map_or_else(|cut| cut.error_len().is_none(), |_| true);
    (!head.is_empty() && (head.contains(&0) || !text)).then(|| {
        let message = format!("it is named like {0} data but does not begin like it", container.name);
        Error::new(ErrorKind::Corrupt, message).with_hint("fetch the file again: its start is damaged")
    })
}

/// Opens a file, unpacks whatever container it is (nested too) and visits every member: those of
/// a tar in stored order, those of a zip in the order of its directory.
///
/// Errors of single members, and the break of a stream, go to `problem`, and the walk goes on with
/// what is still readable; a limit of the whole file ends it. An error that leaves nothing to read
/// (it cannot be opened) is returned. Folders, links, devices, hidden files and the `__MACOSX`
/// files in an archive are passed over.
///
/// A visitor that meets an `io::Error` in `bytes` stops reading and makes a
/// [`super::stream_error`] of it; `problem` is told the same error (kind and message) afterwards,
/// so only one of the two is to be shown.
pub fn open(
    disk: &Path,
    limits: &Limits,
    visit: &mut Visit<'_>,
    problem: &mut dyn FnMut(Error),
) -> Result<()> {
    let cannot = |error: &io::Error| Error::io("opening", error);
    let about = std::fs::metadata(disk).map_err(|e| cannot(&e))?;
    if !about.is_file() {
        return Err(Error::new(ErrorKind::Io, "not a regular file"));
    }
    let file = File::open(disk).map_err(|e| cannot(&e))?;
    let name = disk.file_name().map_or_else(String::new, super::paths::text_of);
    let budget = Budget::new(limits);
    let mut stream = Stream::new(Box::new(&file), "file", Count::Stored, Some(about.len()), &budget);
    run(name, &mut stream, Some(&file), &budget, visit, problem);
    Ok(())
}

/// The same for a stream, such as standard input, under a name to take hints from.
pub fn open_stream(
    name: &str,
    bytes: &mut dyn BufRead,
    limits: &Limits,
    visit: &mut Visit<'_>,
    problem: &mut dyn FnMut(Error),
) {
    let budget = Budget::new(limits);
    let mut stream = Stream::new(Box::new(bytes), "input", Count::Stored, None, &budget);
    run(name.to_owned(), &mut stream, None, &budget, visit, problem);
}

fn run(
    name: String,
    stream: &mut Stream<'_>,
    disk: Option<&File>,
    budget: &Budget<'_>,
    visit: &mut Visit<'_>,
    problem: &mut dyn FnMut(Error),
) {
    let (told, names) = (HashSet::new(), HashSet::new());
    let visit = &mut |member: &mut Member<'_>| visit(member);
    let mut unpacker = Unpacker { budget, visit, problem, disk, told, names };
    // Broken off or not: there is nothing after the outermost layer.
    let _ = unpacker.layer(&Layer { member: None, name, depth: 0, inflated: false }, stream);
}
