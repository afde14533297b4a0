//! Texts that stand in JSON as they are, copied and looked through in one pass.

/// Copies a text into `room` of its length, and answers whether it stands in JSON as it is: with no control character,
/// quote or backslash.
///
/// In blocks, of which the last one begins where it ends with the text: what it shares with the one before is copied twice.
#[inline]
pub(super) fn copy_plain(text: &[u8], room: &mut [u8]) -> bool {
    let Some(last) = text.last_chunk() else { return copy_short_plain(text, room) };
    for (room, block) in room.as_chunks_mut().0.iter_mut().zip(text.as_chunks().0) {
        if !is_plain(block) {
            return false;
        }
        *room = *block;
    }
    if let Some(room) = room.last_chunk_mut() {
        *room = *last;
    }
    is_plain(last)
}

/// Bytes that the processor looks at at once.
const BLOCK: usize = 16;

#[inline]
fn is_plain(block: &[u8; BLOCK]) -> bool {
    // Without a branch, so that all of them are looked at at once.
    block.map(|byte| u8::from(byte < 0x20) | u8::from(byte == b'"') | u8::from(byte == b'\\')) == [0; BLOCK]
}

/// [`copy_plain`] of what is shorter than a block.
#[inline]
fn copy_short_plain(text: &[u8], room: &mut [u8]) -> bool {
    if let Some([first, last]) = copy_ends::<{ BLOCK / 2 }>(text, room) {
        let mut block = [0; BLOCK];
        block[..BLOCK / 2].copy_from_slice(&first);
        block[BLOCK / 2..].copy_from_slice(&last);
        return is_plain(&block);
    }
    if let Some([first, last]) = copy_ends(text, room).map(|ends| ends.map(u32::from_ne_bytes)) {
        return escaped_in(u64::from(first) << 32 | u64::from(last)) == 0;
    }
    if let Some([first, last]) = copy_ends(text, room).map(|ends| ends.map(u16::from_ne_bytes)) {
        return escaped_in(SPACES << 32 | u64::from(first) << 16 | u64::from(last)) == 0;
    }
    if let ([room], [byte]) = (room, text) {
        *room = *byte;
        return escaped_in(SPACES << 8 | u64::from(*byte)) == 0;
    }
    true
}

/// Copies a text of `N` to twice as many bytes: its first and its last `N`. `None` if it is shorter.
#[inline]
fn copy_ends<const N: usize>(text: &[u8], room: &mut [u8]) -> Option<[[u8; N]; 2]> {
    let (first, last) = (text.first_chunk()?, text.last_chunk()?);
    *room.first_chunk_mut()? = *first;
    *room.last_chunk_mut()? = *last;
    Some([*first, *last])
}

/// Eight bytes that need not be escaped.
const SPACES: u64 = ONES * 0x20;
/// One in each byte.
const ONES: u64 = u64::MAX / 255;

/// Not 0 if one of eight bytes must be escaped.
///
/// The tests for a zero byte and for a byte below a bound of Sean Anderson's "Bit Twiddling Hacks": which byte it
/// is they do not tell, whether there is one they do.
#[inline]
fn escaped_in(word: u64) -> u64 {
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(b'"') | equal(b'\\')) & (ONES * 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_must_be_escaped_is_seen_at_every_place() {
        for length in 1..40 {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = vec![b'a'; length];
                    text[place] = byte;
                    let escaped = byte < 0x20 || byte == b'"' || byte == b'\\';
                    let mut room = vec![0; length];
                    assert_eq!(copy_plain(&text, &mut room), !escaped, "{byte} at {place} of {length}");
                    assert!(escaped || room == text, "{byte} at {place} of {length}");
                }
            }
        }
    }
}
