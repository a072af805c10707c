//! A list of small numbers as the engine's columns take it best: two in each value, as half as many values are written
//! and put in order. A list grows from one number to the next; the last of an odd list stands twice.
//!
//! Knows nothing of what the numbers mean.

/// The values of a list.
pub(super) fn pack(list: &[u32]) -> impl Iterator<Item = u64> {
    list.chunks(2).map(|pair| match *pair {
        [one, two] => u64::from(one) << 32 | u64::from(two),
        [one] => u64::from(one) << 32 | u64::from(one),
        _ => 0,
    })
}

/// The numbers of a value.
pub fn unpack(value: u64) -> impl Iterator<Item = u32> {
    let (one, two) = ((value >> 32) as u32, value as u32);
    std::iter::once(one).chain((one != two).then_some(two))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back() {
        for list in [&[][..], &[0], &[0, 1], &[7, 8, u32::MAX], &[3, 5, 9, 1 << 31]] {
            let values: Vec<u64> = pack(list).collect();
            assert_eq!(values.len(), list.len().div_ceil(2));
            assert_eq!(values.into_iter().flat_map(unpack).collect::<Vec<_>>(), list);
        }
    }
}
