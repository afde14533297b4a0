//! Searches for a part number: whole, then among other words, then its beginning or a piece of it.

use super::page::Ground;
use super::{Asked, Found, Hits};
use crate::CatalogueError;
use crate::search::answer::{QuerySense, Reading};
use crate::search::numbers;
use crate::search::retrieve::Scored;

impl<'a> Asked<'a, '_> {
    /// A number as a whole or its beginning, alone or among other words.
    pub(super) fn find_number(&self, text: &str) -> Result<Option<Found<'a>>, CatalogueError> {
        let index = self.snapshot.search.as_ref();
        if let Some(key) = numbers::number_key(text) {
            let mut found = numbers::find_whole(index, &key)?;
            if !found.is_empty() {
                found.extend(self.pieces(&key, false)?);
                return Ok(Some(self.number_found(key, found)?));
            }
            if let Some(pieces) = self.find_piece(text, false)? {
                return Ok(Some(pieces));
            }
        }
        for key in numbers::keys_within(text) {
            let whole = numbers::find_whole(index, &key)?;
            if !whole.is_empty() {
                return Ok(Some(self.number_found(key, whole)?));
            }
        }
        Ok(None)
    }

    /// The beginning of a number; with `inside`, any piece of one.
    pub(super) fn find_piece(&self, text: &str, inside: bool) -> Result<Option<Found<'a>>, CatalogueError> {
        let may_be = if inside { numbers::looks_like_number(text) } else { numbers::may_begin_number(text) };
        let Some(key) = numbers::number_key(text).filter(|_| may_be) else { return Ok(None) };
        let pieces = self.pieces(&key, inside)?;
        if pieces.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.number_found(key, pieces)?))
    }

    fn pieces(&self, key: &str, inside: bool) -> Result<Vec<Scored>, CatalogueError> {
        let snapshot = self.snapshot;
        numbers::find_piece(&snapshot.search, key, inside, |number| snapshot.product_by_number(number))
    }

    fn number_found(&self, key: String, found: Vec<Scored>) -> Result<Found<'a>, CatalogueError> {
        let mut answer = self.found(self.query.filter.clone())?;
        let scope = &answer.scope;
        let (mut seen, mut around) = (scope.no_numbers(), scope.no_numbers());
        let mut scored = Vec::with_capacity(found.len());
        for mut one in found {
            if !scope.surrounds(one.number) || !seen.insert(one.number) {
                continue;
            }
            if self.query.facets {
                around.insert(one.number);
            }
            if scope.contains(one.number) {
                // Among numbers that fit as well, what is here comes first.
                one.score += self.wanted(one.number) - 1.0;
                scored.push(one);
            }
        }
        answer.hits = Some(Hits { scored, around, ground: Ground::default() });
        answer.reading = Reading {
            sense: QuerySense::PartNumber,
            words: vec![self.query.text.trim().to_owned()],
            ..Reading::default()
        };
        answer.key = Some(key);
        Ok(answer)
    }
}
