//! Packs bytes for the tests, with the libraries that unpack them.

use std::io::Write;

pub type Packer = fn(&[u8]) -> Vec<u8>;

/// Ending and packer of every compressor.
pub fn compressors() -> [(&'static str, Packer); 4] {
    [(".gz", gzip), (".zst", zstd), (".bz2", bzip2), (".xz", xz)]
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A single stream.
pub fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(0)).unwrap();
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A zip with members of at least 100 bytes deflated.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    add(&mut packer, members);
    packer.finish().unwrap().into_inner()
}

fn add(packer: &mut zip::ZipWriter<std::io::Cursor<Vec<u8>>>, members: &[(&str, &[u8])]) {
    for (name, bytes) in members {
        let method =
            if bytes.len() < 100 { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        packer.start_file(*name, options).unwrap();
        packer.write_all(bytes).unwrap();
    }
}

/// A zip whose directory gives so many names to one and the same data.
pub fn zip_of_one(bytes: &[u8], times: u16) -> Vec<u8> {
    let single = zip(&[("00000.txt", bytes)]);
    let at = |mark: &[u8]| single.windows(4).position(|w| w == mark).unwrap();
    let (directory, end) = (at(b"PK\x01\x02"), at(b"PK\x05\x06"));
    let mut all = single[..directory].to_vec();
    for n in 0..times {
        let mut record = single[directory..end].to_vec();
        record[46..51].copy_from_slice(format!("{n:05}").as_bytes());
        all.extend(record);
    }
    let size = (end - directory) as u32 * u32::from(times);
    let mut tail = single[end..].to_vec();
    tail[8..10].copy_from_slice(&times.to_le_bytes());
    tail[10..12].copy_from_slice(&times.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    all.extend(tail);
    all
}

#[derive(Clone, Copy)]
pub enum ZipField {
    Flags,
    Method,
}

/// Overwrites a field of one member, in its local and its central header.
pub fn set_in_zip(archive: &mut [u8], name: &str, field: ZipField, value: u8) {
    let offset = match field {
        ZipField::Flags => 0,
        ZipField::Method => 2,
    };
    let places: Vec<_> = archive
        .windows(name.len())
        .enumerate()
        .filter(|(_, w)| *w == name.as_bytes())
        .map(|(at, _)| at)
        .collect();
    for at in places {
        if at >= 46 && &archive[at - 46..at - 42] == b"PK\x01\x02" {
            archive[at - 46 + 8 + offset] = value;
        } else {
            archive[at - 30 + 6 + offset] = value;
        }
    }
}

pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packer = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        packer.append_data(&mut header, name, *bytes).unwrap();
    }
    packer.into_inner().unwrap()
}

/// One symbolic link, without the end mark.
pub fn tar_link(name: &str, target: &str) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    header.set_path(name).unwrap();
    header.set_link_name(target).unwrap();
    header.set_cksum();
    header.as_bytes().to_vec()
}

/// One file under a name that the packer itself would refuse, without the end mark.
pub fn tar_named(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    let mut all = [header.as_bytes().as_slice(), bytes].concat();
    all.resize(all.len().next_multiple_of(512), 0);
    all
}

/// A character device, without the end mark.
pub fn tar_device(name: &str) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Char);
    header.set_size(0);
    header.set_path(name).unwrap();
    header.set_cksum();
    header.as_bytes().to_vec()
}

/// A WARC record.
pub fn warc_record(kind: &str, address: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let target = if address.is_empty() { String::new() } else { format!("WARC-Target-URI: {address}\r\n") };
    let length = block.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2019-03-04T00:00:00Z\r\n\
         Content-Type: {media}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// What a web server answers.
pub fn http_answer(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    [format!("HTTP/1.1 {status}\r\n{headers}\r\n").as_bytes(), body].concat()
}

/// A pax record for the next member, without the end mark.
pub fn pax_record(key: &str, value: &str) -> Vec<u8> {
    let plain = format!(" {key}={value}\n");
    let mut length = plain.len();
    while length != plain.len() + length.to_string().len() {
        length = plain.len() + length.to_string().len();
    }
    let record = format!("{length}{plain}");
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(tar::EntryType::XHeader);
    header.set_size(record.len() as u64);
    header.set_path("pax").unwrap();
    header.set_cksum();
    let mut bytes = [header.as_bytes().as_slice(), record.as_bytes()].concat();
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

/// Bytes that do not compress well, the same every time.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| next()).collect()
}
