//! Rates: how often a key may do something, in this process and between all of them.
//!
//! A token bucket kept as one moment for each key (GCRA): when it would be full
//! again. The same arithmetic runs in Redis, where it is shared.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::Clock;

use crate::Shared;

const SHARDS: usize = 16;
/// Keys of one shard; beyond it those that rest are forgotten, at worst all.
const KEYS_PER_SHARD: usize = 8_192;

/// So many at once, and so many more each minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// At once.
    pub burst: u32,
    /// More each minute.
    pub per_minute: u32,
}

impl Rate {
    /// Microseconds that one takes.
    fn interval_us(self) -> i64 {
        60_000_000 / i64::from(self.per_minute.max(1))
    }

    /// Microseconds that a full bucket is worth.
    fn full_us(self) -> i64 {
        self.interval_us() * i64::from(self.burst.max(1))
    }
}

/// It was too often; how long to wait before the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften(pub Duration);

/// The buckets of many keys. Cheap to clone.
#[derive(Debug, Clone)]
pub struct RateLimiter(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: Clock,
    shared: Option<Shared>,
    hasher: RandomState,
    /// When each key's bucket will be full, in microseconds since 1970.
    shards: [Mutex<HashMap<Box<[u8]>, i64>>; SHARDS],
}

impl RateLimiter {
    /// With the processes that share `shared`, or alone.
    pub fn new(clock: Clock, shared: Option<Shared>) -> Self {
        let shards = std::array::from_fn(|_| Mutex::default());
        Self(Arc::new(Inner { clock, shared, hasher: RandomState::new(), shards }))
    }

    /// Takes one, by what this process knows; never waits.
    ///
    /// Once a key has used half of its burst here, each further one is told to
    /// Redis in the background, and its answer holds from the next on.
    ///
    /// # Errors
    /// [`TooOften`]; then nothing was taken.
    pub fn check(&self, key: &[u8], rate: Rate) -> Result<(), TooOften> {
        let used_us = self.take_here(key, rate)?;
        if let Some(shared) = self.0.shared.as_ref().filter(|_| used_us * 2 > rate.full_us()) {
            let (limiter, shared, key) = (self.clone(), shared.clone(), key.to_vec());
            tokio::spawn(async move {
                if let Some(wait_us) = shared.take_token(&key, rate.interval_us(), rate.full_us()).await
                    && wait_us > 0
                {
                    limiter.close(&key, rate, wait_us);
                }
            });
        }
        Ok(())
    }

    /// Takes one, by what all processes know; waits for Redis if there is one.
    ///
    /// # Errors
    /// [`TooOften`].
    pub async fn take(&self, key: &[u8], rate: Rate) -> Result<(), TooOften> {
        self.take_here(key, rate)?;
        let Some(shared) = &self.0.shared else { return Ok(()) };
        match shared.take_token(key, rate.interval_us(), rate.full_us()).await {
            Some(wait_us) if wait_us > 0 => Err(too_often(wait_us)),
            // Without Redis each process counts for itself.
            Some(_) | None => Ok(()),
        }
    }

    /// Takes one and gives how much of the bucket is used.
    fn take_here(&self, key: &[u8], rate: Rate) -> Result<i64, TooOften> {
        let now_us = self.0.clock.now().timestamp_micros();
        let mut buckets = self.shard(key).lock().unwrap_or_else(PoisonError::into_inner);
        let full_at_us = buckets.get(key).copied().unwrap_or(now_us).max(now_us) + rate.interval_us();
        let used_us = full_at_us - now_us;
        if used_us > rate.full_us() {
            return Err(too_often(used_us - rate.full_us()));
        }
        if let Some(bucket) = buckets.get_mut(key) {
            *bucket = full_at_us;
        } else {
            make_room(&mut buckets, now_us);
            buckets.insert(key.into(), full_at_us);
        }
        Ok(used_us)
    }

    /// Lets nothing through for `wait_us`.
    fn close(&self, key: &[u8], rate: Rate, wait_us: i64) {
        let until_us = self.0.clock.now().timestamp_micros() + rate.full_us() - rate.interval_us() + wait_us;
        let mut buckets = self.shard(key).lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(key) {
            *bucket = until_us.max(*bucket);
        }
    }

    fn shard(&self, key: &[u8]) -> &Mutex<HashMap<Box<[u8]>, i64>> {
        let hash = self.0.hasher.hash_one(key);
        &self.0.shards[hash as usize % SHARDS]
    }
}

fn make_room(buckets: &mut HashMap<Box<[u8]>, i64>, now_us: i64) {
    if buckets.len() >= KEYS_PER_SHARD {
        buckets.retain(|_, full_at_us| *full_at_us > now_us);
    }
    if buckets.len() >= KEYS_PER_SHARD {
        buckets.clear();
    }
}

fn too_often(wait_us: i64) -> TooOften {
    TooOften(Duration::from_micros(u64::try_from(wait_us).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use proptest::prelude::*;

    use super::*;

    fn limiter() -> (RateLimiter, Clock) {
        let clock = Clock::frozen(DateTime::from_timestamp(1_795_000_000, 0).unwrap());
        (RateLimiter::new(clock.clone(), None), clock)
    }

    const FIVE: Rate = Rate { burst: 5, per_minute: 5 };

    #[test]
    fn a_burst_passes_and_then_one_each_interval() {
        let (limiter, clock) = limiter();
        for _ in 0..5 {
            assert_eq!(limiter.check(b"a", FIVE), Ok(()));
        }
        assert_eq!(limiter.check(b"a", FIVE), Err(TooOften(Duration::from_secs(12))));
        assert_eq!(limiter.check(b"b", FIVE), Ok(()));
        clock.advance(TimeDelta::seconds(12));
        assert_eq!(limiter.check(b"a", FIVE), Ok(()));
        assert!(limiter.check(b"a", FIVE).is_err());
        clock.advance(TimeDelta::hours(1));
        assert_eq!((0..10).filter(|_| limiter.check(b"a", FIVE).is_ok()).count(), 5);
    }

    #[test]
    fn any_number_of_keys_takes_bounded_room() {
        let (limiter, _clock) = limiter();
        for key in 0..1_000_000_u32 {
            let _ = limiter.check(&key.to_le_bytes(), FIVE);
        }
        let kept: usize = limiter.0.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(kept <= SHARDS * KEYS_PER_SHARD, "{kept}");
    }

    proptest! {
        #[test]
        fn never_more_pass_than_the_burst_and_the_time_allow(
            steps in prop::collection::vec(0_i64..30, 1..200), burst in 1_u32..20, per_minute in 1_u32..120
        ) {
            let (limiter, clock) = limiter();
            let rate = Rate { burst, per_minute };
            let (mut passed, mut seconds) = (0_i64, 0);
            for step in steps {
                clock.advance(TimeDelta::seconds(step));
                seconds += step;
                passed += i64::from(limiter.check(b"a", rate).is_ok());
            }
            prop_assert!(passed <= i64::from(burst) + seconds * i64::from(per_minute) / 60 + 1);
        }
    }
}
