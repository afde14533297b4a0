//! Brands, categories and vehicles of a snapshot: small tables, found by number and by slug.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;

use crate::search::SearchNames;
use crate::shelf::vehicle_tree::VehicleTree;
use crate::shelf::version::mix;
use crate::{Brand, BrandId, Category, CategoryId, Vehicle};

/// Few trees of categories are deeper.
const USUAL_DEPTH: usize = 4;

/// No such row.
pub(super) const NONE: u32 = u32::MAX;

/// All small tables; replaced as a whole when one of them changes.
#[derive(Debug, Default)]
pub(super) struct Tables {
    brands: Vec<Brand>,
    brand_places: Places,
    brand_numbers: FxHashMap<BrandId, u32>,
    categories: Vec<Category>,
    category_places: Places,
    category_numbers: FxHashMap<CategoryId, u32>,
    /// For each place in `categories`, the place of its parent, or [`NONE`].
    parents: Vec<u32>,
    vehicles: Vec<Vehicle>,
    vehicle_places: Places,
    vehicle_tree: VehicleTree,
    version: u64,
}

/// Where a row stands: by its number and by its slug.
#[derive(Debug, Default)]
struct Places {
    by_number: Vec<u32>,
    by_slug: FxHashMap<String, u32>,
}

impl Places {
    fn new<'a>(rows: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut places = Self::default();
        for (place, (number, slug)) in (0_u32..).zip(rows) {
            let index = number as usize;
            if places.by_number.len() <= index {
                places.by_number.resize(index + 1, NONE);
            }
            places.by_number[index] = place;
            places.by_slug.insert(slug.to_owned(), place);
        }
        places
    }

    fn of_number(&self, number: u32) -> Option<usize> {
        self.by_number.get(number as usize).filter(|place| **place != NONE).map(|place| *place as usize)
    }

    fn of_slug(&self, slug: &str) -> Option<usize> {
        self.by_slug.get(slug).map(|place| *place as usize)
    }
}

impl Tables {
    pub(super) fn new(mut brands: Vec<Brand>, categories: Vec<Category>, mut vehicles: Vec<Vehicle>) -> Self {
        brands.sort_by_cached_key(|brand| (kernel::text::fold(&brand.name), brand.number));
        vehicles.sort_by_key(|vehicle| vehicle.number);
        let categories = parents_first(categories);
        let category_places =
            Places::new(categories.iter().map(|category| (category.number, category.slug.as_str())));
        let place_of_id: FxHashMap<CategoryId, u32> =
            (0..).zip(&categories).map(|(place, category)| (category.id, place)).collect();
        let parent = |category: &Category| place_of_id.get(&category.parent_id?).copied();
        let version = version_of(&brands, &categories, &vehicles);
        Self {
            version,
            brand_numbers: brands.iter().map(|brand| (brand.id, brand.number)).collect(),
            category_numbers: categories.iter().map(|category| (category.id, category.number)).collect(),
            brand_places: Places::new(brands.iter().map(|brand| (brand.number, brand.slug.as_str()))),
            vehicle_places: Places::new(vehicles.iter().map(|v| (v.number, v.slug.as_str()))),
            vehicle_tree: VehicleTree::new(&vehicles),
            parents: categories.iter().map(|category| parent(category).unwrap_or(NONE)).collect(),
            brands,
            categories,
            category_places,
            vehicles,
        }
    }

    /// Moves with anything in any of the tables.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    pub(super) fn brand_number(&self, id: BrandId) -> Option<u32> {
        self.brand_numbers.get(&id).copied()
    }

    pub(super) fn category_number(&self, id: CategoryId) -> Option<u32> {
        self.category_numbers.get(&id).copied()
    }

    /// The numbers of the category and of all that hold it, ascending; none if there is no such category.
    pub(super) fn category_chain(&self, number: u32) -> Vec<u32> {
        let mut chain: Vec<u32> = self.category_ancestors(number).map(|category| category.number).collect();
        chain.sort_unstable();
        chain
    }

    pub(super) fn category_parent(&self, number: u32) -> Option<u32> {
        let parent = self.parents[self.category_places.of_number(number)?];
        self.categories.get(parent as usize).map(|category| category.number)
    }

    /// Above all brand numbers.
    pub(super) fn brand_bound(&self) -> usize {
        self.brand_places.by_number.len()
    }

    /// Above all category numbers.
    pub(super) fn category_bound(&self) -> usize {
        self.category_places.by_number.len()
    }

    /// Whether every category stands where it stands in `other`.
    pub(super) fn same_category_tree(&self, other: &Self) -> bool {
        let shape = |tables: &Self| -> FxHashMap<CategoryId, (u32, Option<CategoryId>)> {
            tables.categories.iter().map(|c| (c.id, (c.number, c.parent_id))).collect()
        };
        shape(self) == shape(other)
    }

    pub(super) fn brands(&self) -> &[Brand] {
        &self.brands
    }

    pub(super) fn brand(&self, number: u32) -> Option<&Brand> {
        self.brand_places.of_number(number).map(|place| &self.brands[place])
    }

    pub(super) fn brand_by_slug(&self, slug: &str) -> Option<&Brand> {
        self.brand_places.of_slug(slug).map(|place| &self.brands[place])
    }

    pub(super) fn categories(&self) -> &[Category] {
        &self.categories
    }

    pub(super) fn category(&self, number: u32) -> Option<&Category> {
        self.category_places.of_number(number).map(|place| &self.categories[place])
    }

    pub(super) fn category_by_slug(&self, slug: &str) -> Option<&Category> {
        self.category_places.of_slug(slug).map(|place| &self.categories[place])
    }

    pub(super) fn category_children(&self, parent: Option<u32>) -> impl Iterator<Item = &Category> {
        let place = match parent {
            Some(number) => self.category_places.of_number(number).map(|place| place as u32),
            None => Some(NONE),
        };
        self.categories
            .iter()
            .zip(&self.parents)
            .filter(move |(_, parent)| Some(**parent) == place)
            .map(|(category, _)| category)
    }

    /// From the category up to the top, itself included.
    pub(super) fn category_ancestors(&self, number: u32) -> impl Iterator<Item = &Category> {
        let start = self.category_places.of_number(number);
        std::iter::successors(start, |place| {
            let parent = self.parents[*place];
            (parent != NONE).then_some(parent as usize)
        })
        .map(|place| &self.categories[place])
    }

    pub(super) fn category_path(&self, number: u32) -> impl Iterator<Item = &Category> {
        let mut path: SmallVec<[&Category; USUAL_DEPTH]> = self.category_ancestors(number).collect();
        path.reverse();
        path.into_iter()
    }

    pub(super) fn vehicle(&self, number: u32) -> Option<&Vehicle> {
        self.vehicle_places.of_number(number).map(|place| &self.vehicles[place])
    }

    pub(super) fn vehicles(&self) -> &[Vehicle] {
        &self.vehicles
    }

    /// The brands, and the categories, that are not called what they are in `old`, or stand elsewhere.
    pub(super) fn renamed_since(&self, old: &Self) -> (Vec<u32>, Vec<u32>) {
        let brand = |brand: &&Brand| old.brand(brand.number).is_some_and(|old| old.name != brand.name);
        let category = |category: &&Category| {
            old.category(category.number)
                .is_some_and(|old| (&old.names, old.parent_id) != (&category.names, category.parent_id))
        };
        let brands = self.brands.iter().filter(brand).map(|brand| brand.number);
        let categories = self.categories.iter().filter(category).map(|category| category.number);
        (brands.collect(), categories.collect())
    }

    pub(super) fn search_names(&self) -> SearchNames<'_> {
        SearchNames { brands: &self.brands, categories: &self.categories, vehicles: &self.vehicles }
    }

    pub(super) fn vehicle_tree(&self) -> &VehicleTree {
        &self.vehicle_tree
    }
}

fn version_of(brands: &[Brand], categories: &[Category], vehicles: &[Vehicle]) -> u64 {
    let mut hasher = FxHasher::default();
    for brand in brands {
        (brand.number, &brand.slug, &brand.name).hash(&mut hasher);
    }
    for category in categories {
        (category.number, category.parent_id, &category.slug, &category.names).hash(&mut hasher);
        (category.position, &category.drawing).hash(&mut hasher);
    }
    for vehicle in vehicles {
        (vehicle.number, &vehicle.slug, &vehicle.make, &vehicle.model, vehicle.generation).hash(&mut hasher);
        (&vehicle.series, vehicle.year_from, vehicle.year_to, &vehicle.engine).hash(&mut hasher);
        (
            &vehicle.fuel,
            vehicle.power_kw,
            &vehicle.body,
            &vehicle.drive,
            &vehicle.transmission,
            vehicle.k_type,
        )
            .hash(&mut hasher);
    }
    mix(hasher.finish())
}

/// Parents before children, siblings by position; what hangs in a circle or on nothing is put at the top.
fn parents_first(mut categories: Vec<Category>) -> Vec<Category> {
    categories.sort_by(|a, b| (a.position, &a.slug).cmp(&(b.position, &b.slug)));
    let ids: FxHashMap<CategoryId, usize> =
        categories.iter().enumerate().map(|(index, category)| (category.id, index)).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); categories.len()];
    let mut waiting = Vec::new();
    for (index, category) in categories.iter().enumerate() {
        match category.parent_id.and_then(|id| ids.get(&id)) {
            Some(parent) if *parent != index => children[*parent].push(index),
            _ => waiting.push(index),
        }
    }
    waiting.reverse();
    let mut order = Vec::with_capacity(categories.len());
    let mut placed = vec![false; categories.len()];
    while let Some(index) = waiting.pop() {
        placed[index] = true;
        order.push(index);
        waiting.extend(children[index].iter().rev());
    }
    let rooted = order.len();
    order.extend((0..categories.len()).filter(|index| !placed[*index]));
    let mut slots: Vec<Option<Category>> = categories.into_iter().map(Some).collect();
    let mut sorted: Vec<Category> = order.into_iter().filter_map(|index| slots[index].take()).collect();
    for category in &mut sorted[rooted..] {
        category.parent_id = None;
    }
    sorted
}
