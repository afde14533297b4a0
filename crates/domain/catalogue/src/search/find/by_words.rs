//! Searches for words: products that have all of them; with too few of those, products that have most of them.

use super::page::Ground;
use super::{Asked, Found, Hits};
use crate::search::answer::{Named, Reading};
use crate::search::plan::Plan;
use crate::search::respelling::{as_meant, corrections};
use crate::search::retrieve::{Demand, Matched, retrieve, score};
use crate::search::understand::Understood;
use crate::shelf::Scope;
use crate::{Availability, CatalogueError, Snapshot};

impl<'a> Asked<'a, '_> {
    /// Products with all words, or with most of them.
    pub(super) fn find_words(
        &self,
        understood: Understood,
        ground: Option<&Ground>,
    ) -> Result<Found<'a>, CatalogueError> {
        // Sorted, what has only some of the words would stand before what was meant.
        let enough = if self.query.sort.is_some() { 1 } else { self.settings.enough };
        self.find_these(understood, ground, enough)
    }

    /// Products with all words.
    pub(super) fn find_all_words(
        &self,
        understood: Understood,
        ground: Option<&Ground>,
    ) -> Result<Found<'a>, CatalogueError> {
        self.find_these(understood, ground, 0)
    }

    fn find_these(
        &self,
        understood: Understood,
        ground: Option<&Ground>,
        enough: usize,
    ) -> Result<Found<'a>, CatalogueError> {
        let mut filter = self.query.filter.clone();
        let mut reading = understood.reading;
        if let Some(vehicle) = understood.vehicle {
            if filter.vehicles.is_empty() {
                filter.vehicles.clone_from(&vehicle.slugs);
            }
            reading.vehicle =
                Some(Named { label: vehicle.label, slugs: vehicle.slugs, typed: vehicle.typed });
        }
        let mut found = self.found(filter)?;
        found.reading = reading;
        found.plan = understood.plan;
        let mut respellings = understood.respellings;
        if found.plan.slots.is_empty() {
            return Ok(found);
        }
        let hits = self.run(&mut found.plan, &found.scope, ground, enough, &found.reading)?;
        if let Some(best) = hits.scored.iter().min_by(|one, other| one.rank(other)) {
            let lacking =
                found.plan.slots.iter().enumerate().filter(|(place, _)| best.has & (1 << place) == 0);
            found.reading.left_out = lacking.map(|(_, slot)| slot.typed.clone()).collect();
            respellings.retain(|one| !found.reading.left_out.contains(&one.folded));
        }
        found.reading.corrections = corrections(&understood.text, &respellings);
        found.did_you_mean = as_meant(&understood.text, &respellings);
        found.hits = Some(hits);
        Ok(found)
    }

    fn run(
        &self,
        plan: &mut Plan,
        scope: &Scope<'_>,
        ground: Option<&Ground>,
        enough: usize,
        reading: &Reading,
    ) -> Result<Hits, CatalogueError> {
        let index = self.snapshot.search.as_ref();
        let named = NamedInQuery::of(self.snapshot, reading);
        let mut standing = Ground {
            shape: plan.shape(),
            least: 0.0,
            totals: index.totals,
            products: plan.terms().map(|term| term.products).collect(),
        };
        let ground = ground.filter(|ground| {
            ground.shape == standing.shape && ground.products.len() == standing.products.len()
        });
        if let Some(ground) = ground {
            standing.clone_from(ground);
            for (term, products) in plan.terms_mut().zip(&ground.products) {
                term.products = *products;
            }
        }
        let weights = standing.totals.slot_weights(plan);
        let (matched, least) = self.matched(plan, scope, &weights, ground, enough)?;
        standing.least = least;
        let mut scored =
            score(index, plan, &standing.totals, self.settings, &matched, |number| scope.contains(number))?;
        for one in &mut scored {
            one.score *= self.wanted(one.number) * named.preference(self, one.number);
        }
        let mut around = scope.no_numbers();
        if self.query.facets {
            for found in matched.iter() {
                around.insert(found.number);
            }
        }
        Ok(Hits { scored, around, ground: standing })
    }

    /// What matches, and the least weight that was asked of it.
    fn matched(
        &self,
        plan: &Plan,
        scope: &Scope<'_>,
        weights: &[f32],
        ground: Option<&Ground>,
        enough: usize,
    ) -> Result<(Matched, f32), CatalogueError> {
        let index = self.snapshot.search.as_ref();
        let all: f32 = weights.iter().sum();
        let find =
            |demand: Demand<'_>| retrieve(index, plan, demand, usize::MAX, |number| scope.surrounds(number));
        if let Some(ground) = ground {
            let demand = if ground.least < all { Demand::Some(weights, ground.least) } else { Demand::All };
            return Ok((find(demand)?, ground.least));
        }
        let matched = find(Demand::All)?;
        let within = matched.iter().filter(|found| scope.contains(found.number)).take(enough).count();
        if within >= enough || plan.slots.len() < 2 {
            return Ok((matched, all));
        }
        let least = self.settings.least_coverage * all;
        Ok((find(Demand::Some(weights, least))?, least))
    }

    /// What stock and popularity do to a score.
    pub(super) fn wanted(&self, number: u32) -> f32 {
        let here = match self.snapshot.availability_of(number) {
            Availability::InStock | Availability::Low => 1.0,
            Availability::OnOrder => 0.5,
            Availability::Out => 0.0,
        };
        let wanted = (self.snapshot.popularity_of(number) as f32).ln_1p() / 10.0;
        1.0 + self.settings.stock_weight * here + self.settings.popularity_weight * wanted.min(1.0)
    }
}

/// The brand and the category that the query names.
#[derive(Clone, Copy)]
struct NamedInQuery {
    brand: Option<u32>,
    category: Option<u32>,
}

impl NamedInQuery {
    fn of(snapshot: &Snapshot, reading: &Reading) -> Self {
        let slug = |named: &'_ Option<Named>| named.as_ref().and_then(|named| named.slugs.first().cloned());
        Self {
            brand: slug(&reading.brand).and_then(|slug| Some(snapshot.brand(&slug)?.number)),
            category: slug(&reading.category).and_then(|slug| Some(snapshot.category(&slug)?.number)),
        }
    }

    /// What being of this brand and in this category does to a score.
    fn preference(self, asked: &Asked<'_, '_>, number: u32) -> f32 {
        let of_brand = self.brand.is_some_and(|brand| asked.snapshot.is_of_brand(number, brand));
        let in_category =
            self.category.is_some_and(|category| asked.snapshot.is_in_category(number, category));
        let weight = |is: bool, weight: f32| if is { 1.0 + weight } else { 1.0 };
        weight(of_brand, asked.settings.brand_weight) * weight(in_category, asked.settings.category_weight)
    }
}
