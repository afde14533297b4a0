//! The address of an answer in the cache: what was asked.

/// Most keys are no longer.
const USUAL_BYTES: usize = 192;

/// Built from parts in a fixed order; equal keys mean equal answers in every process, as long as they are of one version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct AnswerKey(Vec<u8>);

impl AnswerKey {
    /// Begins the key of one kind of answer: the operation's or the template's name.
    pub(crate) fn new(kind: &'static str) -> Self {
        Self(Vec::with_capacity(USUAL_BYTES)).text(kind)
    }

    /// Adds a text; its length goes with it, so that no two lists of parts look alike.
    #[must_use]
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.0.extend_from_slice(&(text.len() as u32).to_le_bytes());
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    /// Adds a number: a language, a fingerprint, a version.
    #[must_use]
    pub(crate) fn number(mut self, number: u64) -> Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    /// The whole key.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
