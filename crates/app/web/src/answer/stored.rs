//! One ready answer: its bytes, its entity tag, and its compressed forms, each made once when first asked for.
//!
//! Also its form in Redis: a line of JSON that describes it, then the bodies.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use catalogue::Snapshot;
use http::HeaderValue;
use serde::{Deserialize, Serialize};

use super::entity_tag::BodyHash;
use super::{Answer, Draft, Encoding, Varies};

/// A ready answer.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(super) content_type: HeaderValue,
    pub(super) varies: Varies,
    /// The body as it is; `None` once a compressed form stands for it.
    body: Option<Bytes>,
    /// Bytes of the body as it is.
    size: usize,
    pub(super) hash: BodyHash,
    /// The entity tags of the body as it is, in gzip, in brotli.
    tags: [OnceLock<HeaderValue>; 3],
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
    /// The version of what was found for it.
    version: u64,
    shown: Shown,
    /// The edition of the shop under which both were last seen to hold.
    held_under: AtomicU64,
}

/// The products that an answer shows, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Shown {
    numbers: Vec<u32>,
    version: u64,
}

impl Shown {
    /// These products as `snapshot` has them.
    fn of(numbers: Vec<u32>, snapshot: &Snapshot) -> Self {
        Self { version: snapshot.shown_version(&numbers), numbers }
    }
}

/// What describes an answer in Redis.
#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    #[serde(borrow)]
    content_type: Cow<'a, str>,
    varies: Varies,
    /// Lengths in bytes; 0 for a form that was not made.
    body: usize,
    gzip: usize,
    brotli: usize,
    shown: Cow<'a, Shown>,
}

/// The media types of answers that are kept.
const CONTENT_TYPES: [&str; 3] = ["application/json", "text/html; charset=utf-8", "application/xml"];

/// Below this, compressing saves less than the headers that announce it.
const WORTH_COMPRESSING: usize = 512;

impl Stored {
    /// Makes an answer ready that was made of `snapshot`, where what was found for it is of `version`.
    pub(crate) fn new(answer: Answer, version: u64, snapshot: &Snapshot) -> Self {
        let Answer { content_type, body, varies, shown } = answer;
        let mut stored = Self::of(content_type, body, varies, version, Shown::of(shown, snapshot));
        stored.held_under = AtomicU64::new(snapshot.edition());
        stored
    }

    fn of(content_type: &'static str, body: Draft, varies: Varies, version: u64, shown: Shown) -> Self {
        Self {
            content_type: HeaderValue::from_static(content_type),
            varies,
            size: body.len(),
            hash: BodyHash::of(&body),
            body: Some(body.into_bytes()),
            tags: [const { OnceLock::new() }; 3],
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
            version,
            shown,
            held_under: AtomicU64::default(),
        }
    }

    /// Whether `snapshot`, in which what is found for it is of `version` (`None`: nothing is), has what the answer shows
    /// as it is shown.
    pub(crate) fn holds(&self, snapshot: &Snapshot, version: impl FnOnce() -> Option<u64>) -> bool {
        // As long as nothing at all changes, neither what is found nor the two dozen products need be looked up.
        let edition = snapshot.edition();
        if self.held_under.load(Ordering::Relaxed) == edition {
            return true;
        }
        let holds = version() == Some(self.version)
            && self.shown.version == snapshot.shown_version(&self.shown.numbers);
        if holds {
            self.held_under.store(edition, Ordering::Relaxed);
        }
        holds
    }

    /// The version of what was found for it.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// Whether [`Stored::bytes`] has nothing to compress or to unpack.
    pub(crate) fn is_ready(&self, encoding: Encoding) -> bool {
        match encoding {
            Encoding::Identity => self.body.is_some(),
            _ if self.size < WORTH_COMPRESSING => self.body.is_some(),
            Encoding::Gzip => self.gzip.get().is_some(),
            Encoding::Brotli => self.brotli.get().is_some(),
        }
    }

    /// The body in `encoding` if that is worth it, and the encoding that it has.
    pub(crate) fn bytes(&self, encoding: Encoding) -> (Bytes, Encoding) {
        let packed = match encoding {
            Encoding::Identity => return (self.plain(), encoding),
            _ if self.size < WORTH_COMPRESSING => return (self.plain(), Encoding::Identity),
            Encoding::Gzip => &self.gzip,
            Encoding::Brotli => &self.brotli,
        };
        (packed.get_or_init(|| Bytes::from(encoding.encode(&self.plain()))).clone(), encoding)
    }

    /// The body as it is, out of a compressed form if need be: few clients ask for it.
    fn plain(&self) -> Bytes {
        if let Some(body) = &self.body {
            return body.clone();
        }
        let packed = [(Encoding::Brotli, &self.brotli), (Encoding::Gzip, &self.gzip)];
        let kept =
            packed.into_iter().find_map(|(encoding, form)| Some(encoding.decode(form.get()?, self.size)));
        kept.map(Bytes::from).unwrap_or_default()
    }

    /// The same for a shorter shelf: a compressed form stands for the body if there is one, else a copy of its length,
    /// because the buffer in which it was written is longer and waited for.
    pub(crate) fn small(self: &Arc<Self>) -> Arc<Self> {
        let Some(body) = &self.body else { return Arc::clone(self) };
        let is_packed = self.brotli.get().is_some() || self.gzip.get().is_some();
        Arc::new(Self {
            content_type: self.content_type.clone(),
            varies: self.varies,
            body: (!is_packed).then(|| Bytes::copy_from_slice(body)),
            size: self.size,
            hash: self.hash.clone(),
            tags: self.tags.clone(),
            gzip: self.gzip.clone(),
            brotli: self.brotli.clone(),
            version: self.version,
            shown: self.shown.clone(),
            held_under: AtomicU64::new(self.held_under.load(Ordering::Relaxed)),
        })
    }

    /// The strong entity tag of the body in `encoding`.
    pub(crate) fn tag(&self, encoding: Encoding) -> HeaderValue {
        let [plain, gzip, brotli] = &self.tags;
        let kept = match encoding {
            Encoding::Identity => plain,
            Encoding::Gzip => gzip,
            Encoding::Brotli => brotli,
        };
        kept.get_or_init(|| self.hash.tag(encoding)).clone()
    }

    /// Bytes that it takes in memory once both compressed forms are made, about.
    pub(crate) fn weight_bytes(&self) -> u32 {
        let shown = self.shown.numbers.len() * size_of::<u32>();
        let form = |form: &OnceLock<Bytes>| form.get().map_or(0, Bytes::len);
        let bodies = match &self.body {
            Some(body) => body.len() + body.len() / 2,
            // Both are about as long.
            None => form(&self.brotli).max(form(&self.gzip)) * 2,
        };
        u32::try_from(bodies + shown + size_of::<Self>()).unwrap_or(u32::MAX)
    }

    /// Its form in Redis, with the compressed bodies that it has by now.
    pub(crate) fn pack(&self) -> Vec<u8> {
        let lengths = [&self.gzip, &self.brotli].map(|body| body.get().map_or(0, Bytes::len));
        let head = Packed {
            content_type: self.content_type.to_str().unwrap_or_default().into(),
            varies: self.varies,
            body: self.size,
            gzip: lengths[0],
            brotli: lengths[1],
            shown: Cow::Borrowed(&self.shown),
        };
        let mut packed = serde_json::to_vec(&head).unwrap_or_default();
        packed.push(b'\n');
        packed.extend_from_slice(&self.plain());
        for body in [&self.gzip, &self.brotli] {
            packed.extend_from_slice(body.get().map_or(&[], |body| body));
        }
        packed
    }

    /// Reads what [`Stored::pack`] wrote of an answer of `version`; `None` for anything else.
    pub(crate) fn unpack(packed: &Bytes, version: u64) -> Option<Self> {
        let line = packed.iter().position(|byte| *byte == b'\n')?;
        let head: Packed<'_> = serde_json::from_slice(&packed[..line]).ok()?;
        let content_type = CONTENT_TYPES.into_iter().find(|known| *known == head.content_type)?;
        let rest = packed.slice(line + 1..);
        let gzip_from = head.body;
        let brotli_from = gzip_from.checked_add(head.gzip)?;
        if brotli_from.checked_add(head.brotli)? != rest.len() {
            return None;
        }
        let body = rest.slice(..gzip_from).to_vec().into();
        let stored = Self::of(content_type, body, head.varies, version, head.shown.into_owned());
        let forms =
            [(&stored.gzip, rest.slice(gzip_from..brotli_from)), (&stored.brotli, rest.slice(brotli_from..))];
        for (slot, bytes) in forms {
            if !bytes.is_empty() {
                // Copied: a part would keep all of what Redis sent.
                slot.set(Bytes::copy_from_slice(&bytes)).ok()?;
            }
        }
        Some(stored)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use catalogue::{CatalogueSettings, ShelfData};

    use super::*;

    #[test]
    fn what_is_packed_for_redis_is_unpacked_again_and_rubbish_is_refused() {
        let body = "plaquettes de frein ".repeat(100).into_bytes();
        let shown = Shown { numbers: vec![7, 1], version: u64::MAX };
        let stored = Stored::of(CONTENT_TYPES[0], body.into(), Varies::ByLanguage, 3, shown.clone());
        let (brotli, _) = stored.bytes(Encoding::Brotli);
        let packed = Bytes::from(stored.pack());
        let again = Stored::unpack(&packed, 3).unwrap();
        assert_eq!(again.bytes(Encoding::Identity), stored.bytes(Encoding::Identity));
        assert_eq!(again.brotli.get(), Some(&brotli));
        // Nor does it keep the rest of what Redis sent.
        assert!(!packed.as_ptr_range().contains(&again.bytes(Encoding::Brotli).0.as_ptr()));
        assert_eq!(again.gzip.get(), None);
        assert_eq!(again.tag(Encoding::Brotli), stored.tag(Encoding::Brotli));
        assert_eq!((again.varies, again.version(), &again.shown), (Varies::ByLanguage, 3, &shown));
        let small = Arc::new(again).small();
        assert!(small.body.is_none() && small.weight_bytes() < stored.weight_bytes());
        assert_eq!(small.bytes(Encoding::Identity), stored.bytes(Encoding::Identity));
        assert_eq!(small.bytes(Encoding::Gzip), stored.bytes(Encoding::Gzip));
        assert_eq!(Stored::unpack(&Bytes::from(small.pack()), 3).unwrap().bytes(Encoding::Brotli).0, brotli);
        for cut in [0, 10, packed.len() - 1] {
            assert!(Stored::unpack(&packed.slice(..cut), 3).is_none());
        }
    }

    #[test]
    fn what_is_found_is_looked_up_once_an_edition() {
        let snapshot = Snapshot::build(CatalogueSettings::default(), ShelfData::default()).unwrap();
        let stored = Stored::new(Answer::json(b"[]".to_vec().into(), Varies::Not), 7, &snapshot);
        let looked_up = Cell::new(0);
        let holds = |snapshot: &Snapshot, version| {
            stored.holds(snapshot, || {
                looked_up.set(looked_up.get() + 1);
                Some(version)
            })
        };
        assert!(holds(&snapshot, 7));
        assert_eq!(looked_up.get(), 0);
        let next = snapshot.clone();
        assert!(!holds(&next, 8) && holds(&next, 7) && holds(&next, 7));
        assert_eq!(looked_up.get(), 2);
        // Who began before the change is no exception.
        assert!(holds(&snapshot, 7) && !holds(&next, 8));
        assert_eq!(looked_up.get(), 4);
    }

    #[test]
    fn what_has_no_compressed_form_is_kept_as_a_copy_of_its_length() {
        let mut body = b"[]".to_vec();
        body.reserve(1 << 16);
        let shown = Shown { numbers: Vec::new(), version: 0 };
        let stored = Arc::new(Stored::of(CONTENT_TYPES[0], body.into(), Varies::Not, 3, shown));
        let (kept, sent) = (stored.small().plain(), stored.plain());
        assert_eq!(kept, sent);
        assert_ne!(kept.as_ptr(), sent.as_ptr());
    }
}
