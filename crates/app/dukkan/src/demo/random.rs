//! Chance that is the same on every machine (`SplitMix64`), seeded by what it decides about.

/// A stream of numbers that depends on its seed alone.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// The stream for these keys; other keys, another stream.
    pub(super) fn of(keys: &[u64]) -> Self {
        let mut random = Self(0x0D0C_CA11);
        for key in keys {
            random.0 = random.next() ^ key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        random
    }

    /// The next 64 bits (Steele, Lea and Flood 2014).
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From `low` to below `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// From 0 to below `count`; 0 when there is none.
    pub(super) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % (count.max(1) as u64)).unwrap_or(0)
    }

    /// True in this share of cases.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of them.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}
