//! The shop's icon: an awning over a door, drawn here as SVG and as PNG, so that no binary file is kept.

use std::io::Write as _;
use std::sync::LazyLock;

use bytes::Bytes;

/// The door's blue.
const BLUE: [u8; 3] = [0x1f, 0x5f, 0x9e];
/// Paper white.
const WHITE: [u8; 3] = [0xfb, 0xfa, 0xf7];
/// The awning's darker stripes.
const DARK: [u8; 3] = [0x14, 0x30, 0x4f];
/// Samples along each side of a pixel.
const SAMPLES: u32 = 3;

/// The icon as SVG.
pub(crate) const SVG: &str = concat!(
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">"##,
    r##"<rect width="64" height="64" rx="12" fill="#1f5f9e"/>"##,
    r##"<path fill="#fbfaf7" d="M14 14h36l4 14a5 5 0 0 1-11 0 5.500 5.500 0 0 1-11 0 5.500 5.500 0 0 1-11 0 5 5 0 0 1-11 0Z"/>"##,
    r##"<path fill="#14304f" d="M23 14h9v14a5.500 5.500 0 0 1-11 0ZM41 14h9l4 14a5.500 5.500 0 0 1-11 0Z"/>"##,
    r##"<path fill="#fbfaf7" d="M15 37h34v15H36V41h-8v11H15Z"/></svg>"##,
);

/// The icon as PNG, drawn once.
pub(crate) static SHOP_192: LazyLock<Bytes> = LazyLock::new(|| png(192, false).into());
/// The same, larger.
pub(crate) static SHOP_512: LazyLock<Bytes> = LazyLock::new(|| png(512, false).into());
/// The same for systems that cut icons to a shape of theirs.
pub(crate) static MASK_512: LazyLock<Bytes> = LazyLock::new(|| png(512, true).into());

/// A maskable one is smaller within its square and has no corners of its own.
fn png(size: u32, maskable: bool) -> Vec<u8> {
    let mut rows = Vec::with_capacity((size * (size * 4 + 1)) as usize);
    for y in 0..size {
        rows.push(0);
        for x in 0..size {
            rows.extend_from_slice(&pixel(x, y, size, maskable));
        }
    }
    encode(size, &rows)
}

fn pixel(x: u32, y: u32, size: u32, maskable: bool) -> [u8; 4] {
    let mut sums = [0_u32; 4];
    for step in 0..SAMPLES * SAMPLES {
        let part = |pixel: u32, step: u32| {
            (f64::from(pixel) + (f64::from(step) + 0.5) / f64::from(SAMPLES)) / f64::from(size) * 64.0
        };
        let at = (part(x, step % SAMPLES), part(y, step / SAMPLES));
        if let Some(colour) = colour_at(at, maskable) {
            for (sum, channel) in sums.iter_mut().zip(colour) {
                *sum += u32::from(channel);
            }
            sums[3] += 1;
        }
    }
    let covered = sums[3].max(1);
    let channel = |sum: u32| (sum / covered) as u8;
    [channel(sums[0]), channel(sums[1]), channel(sums[2]), (sums[3] * 255 / (SAMPLES * SAMPLES)) as u8]
}

/// The colour at a point of the 64 by 64 square; `None` outside its rounded corners.
fn colour_at((x, y): (f64, f64), maskable: bool) -> Option<[u8; 3]> {
    let (x, y) = if maskable { (32.0 + (x - 32.0) * 1.35, 32.0 + (y - 32.0) * 1.35) } else { (x, y) };
    let inside = (0.0..=64.0).contains(&x) && (0.0..=64.0).contains(&y);
    let corner = |v: f64| (v - 32.0).abs() - 20.0;
    let rounded = corner(x).max(0.0).hypot(corner(y).max(0.0)) <= 12.0;
    if !(maskable || inside && rounded) {
        return None;
    }
    if let Some(stripe) = stripe_at(x, y) {
        return Some(if stripe % 2 == 0 { WHITE } else { DARK });
    }
    let wall = (15.0..49.0).contains(&x) && (37.0..52.0).contains(&y);
    let door = (28.0..36.0).contains(&x) && y >= 41.0;
    Some(if wall && !door { WHITE } else { BLUE })
}

/// Which of the awning's four stripes covers a point.
fn stripe_at(x: f64, y: f64) -> Option<u32> {
    // The cloth widens from 36 to 44 units and ends in four half circles.
    let lean = ((y - 14.0) / 14.0).clamp(0.0, 1.0) * 4.0;
    let width = 36.0 + 2.0 * lean;
    let along = (x - 14.0 + lean) / width * 4.0;
    if !(0.0..4.0).contains(&along) {
        return None;
    }
    let hung = (14.0..28.0).contains(&y);
    let scallop = (along.fract() - 0.5).hypot((y - 28.0) / 11.0) <= 0.5 && y >= 28.0;
    (hung || scallop).then_some(along as u32)
}

/// PNG of 8-bit RGBA rows, each with its filter byte (W3C PNG, third edition).
fn encode(size: u32, rows: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to memory cannot fail.
    let _ = packed.write_all(rows);
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&size.to_be_bytes());
    header.extend_from_slice(&size.to_be_bytes());
    header.extend_from_slice(&[8, 6, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &packed.finish().unwrap_or_default());
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let mut check = flate2::Crc::new();
    check.update(&kind);
    check.update(data);
    png.extend_from_slice(&(data.len() as u32).to_be_bytes());
    png.extend_from_slice(&kind);
    png.extend_from_slice(data);
    png.extend_from_slice(&check.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_blue_at_its_heart_and_clear_in_its_corners() {
        assert_eq!(pixel(0, 0, 64, false)[3], 0);
        assert_eq!(pixel(0, 0, 64, true), [BLUE[0], BLUE[1], BLUE[2], 255]);
        assert_eq!(pixel(32, 46, 64, false)[..3], BLUE);
        assert_eq!(pixel(18, 46, 64, false)[..3], WHITE);
        assert!(png(192, false).len() < 12_000);
    }
}
