//! The vehicle tree: makes, their models, their generations, their engines.
//!
//! Nodes are numbered from 0 in order of the tree; a vehicle without a make
//! (ACES before its names are known) hangs on nothing and is found by slug alone.

use kernel::text::slugify;
use rustc_hash::FxHashMap;

use crate::{Snapshot, Vehicle};

/// How exactly a node of the vehicle tree names vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VehicleLevel {
    /// "Renault".
    Make,
    /// "Clio".
    Model,
    /// "Clio 4 (X98)".
    Generation,
    /// "1.5 dCi 55 kW 2012–2020": one vehicle, or several that differ in drive or gearbox only.
    Vehicle,
}

/// One place in the vehicle tree.
#[derive(Debug, Clone, Copy)]
pub struct VehicleNode<'a> {
    snapshot: &'a Snapshot,
    index: u32,
}

impl<'a> VehicleNode<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, index: u32) -> Self {
        Self { snapshot, index }
    }

    fn node(&self) -> &'a Node {
        &self.snapshot.tables.vehicle_tree().nodes[self.index as usize]
    }

    /// As [`crate::ProductFilter::vehicles`] takes it.
    pub fn slug(&self) -> &'a str {
        &self.node().slug
    }

    /// What it is called within its parent: "Renault", "Clio", "Clio 4 (X98)", "1.5 dCi 55 kW 2012-2020".
    pub fn label(&self) -> &'a str {
        &self.node().label
    }

    /// How exact it is.
    pub fn level(&self) -> VehicleLevel {
        self.node().level
    }

    /// Products that fit it or anything below it.
    pub fn count(&self) -> usize {
        self.snapshot.node_family.count(self.index)
    }

    /// The node above.
    pub fn parent(&self) -> Option<Self> {
        let parent = self.node().parent?;
        Some(Self { snapshot: self.snapshot, index: parent })
    }

    /// The nodes right below, in order.
    pub fn children(&self) -> impl Iterator<Item = Self> + use<'a> {
        let snapshot = self.snapshot;
        self.node().children.iter().map(move |index| Self { snapshot, index: *index })
    }

    /// The vehicle, at the lowest level; the first if several differ in drive or gearbox only.
    pub fn vehicle(&self) -> Option<&'a Vehicle> {
        self.vehicles().next()
    }

    /// The vehicles, at the lowest level.
    pub fn vehicles(&self) -> impl Iterator<Item = &'a Vehicle> + use<'a> {
        let tables = &self.snapshot.tables;
        self.node().vehicles.iter().filter_map(|number| tables.vehicle(*number))
    }
}

/// The tree of one set of vehicles.
#[derive(Debug, Default)]
pub(super) struct VehicleTree {
    nodes: Vec<Node>,
    makes: Vec<u32>,
    by_slug: FxHashMap<String, u32>,
    /// The lowest node of each vehicle, by the vehicle's number.
    leaves: FxHashMap<u32, u32>,
}

#[derive(Debug)]
struct Node {
    slug: String,
    label: String,
    level: VehicleLevel,
    parent: Option<u32>,
    children: Vec<u32>,
    vehicles: Vec<u32>,
}

/// By what vehicles are grouped below their model.
type Generation<'a> = (Option<u16>, Option<&'a str>);

impl VehicleTree {
    pub(super) fn new(vehicles: &[Vehicle]) -> Self {
        let mut sorted: Vec<&Vehicle> = vehicles.iter().collect();
        sorted.sort_by_cached_key(|v| {
            let group = (slugify(&v.make), slugify(&v.model), generation_of(v).0, v.series.clone());
            (group, v.year_from, v.engine.clone(), v.power_kw, v.slug.clone())
        });
        let mut tree = Self::default();
        let (mut make, mut model) = ((String::new(), 0), (String::new(), 0));
        let mut generation: (Option<Generation<'_>>, u32) = (None, 0);
        for vehicle in sorted {
            if vehicle.make.is_empty() {
                tree.add_leaf(None, vehicle);
                continue;
            }
            let make_slug = slugify(&vehicle.make);
            if tree.nodes.is_empty() || make.0 != make_slug {
                let index = tree.add(None, VehicleLevel::Make, &make_slug, vehicle.make.clone());
                make = (make_slug, index);
                model.0.clear();
            }
            let model_slug = slugify(&format!("{} {}", vehicle.make, vehicle.model));
            if model.0 != model_slug {
                let index = tree.add(Some(make.1), VehicleLevel::Model, &model_slug, vehicle.model.clone());
                model = (model_slug, index);
                generation.0 = None;
            }
            let group = generation_of(vehicle);
            if generation.0 != Some(group) {
                let label = generation_label(vehicle);
                let slug = match group {
                    (Some(number), _) => format!("{}-{number}", model.0),
                    (None, Some(series)) => slugify(&format!("{} {series}", model.0)),
                    (None, None) => format!("{}-all", model.0),
                };
                let index = tree.add(Some(model.1), VehicleLevel::Generation, &slug, label);
                generation = (Some(group), index);
            }
            tree.add_leaf(Some(generation.1), vehicle);
        }
        tree
    }

    /// Adds the vehicle to the node of its parent that is called the same, else as a new one.
    fn add_leaf(&mut self, parent: Option<u32>, vehicle: &Vehicle) {
        let label = vehicle_label(vehicle);
        let siblings = parent.map_or(&[][..], |parent| &self.nodes[parent as usize].children);
        let same = siblings.iter().rev().copied().find(|index| self.nodes[*index as usize].label == label);
        let leaf = same.unwrap_or_else(|| self.add(parent, VehicleLevel::Vehicle, &vehicle.slug, label));
        self.by_slug.entry(vehicle.slug.clone()).or_insert(leaf);
        self.nodes[leaf as usize].vehicles.push(vehicle.number);
        self.leaves.insert(vehicle.number, leaf);
    }

    fn add(&mut self, parent: Option<u32>, level: VehicleLevel, slug: &str, label: String) -> u32 {
        let index = self.nodes.len() as u32;
        let mut unique = slug.to_owned();
        let mut copy = 2;
        while level != VehicleLevel::Vehicle && self.by_slug.contains_key(&unique) {
            unique = format!("{slug}-{copy}");
            copy += 1;
        }
        self.by_slug.entry(unique.clone()).or_insert(index);
        match parent {
            Some(parent) => self.nodes[parent as usize].children.push(index),
            None if level == VehicleLevel::Make => self.makes.push(index),
            None => {}
        }
        let node = Node { slug: unique, label, level, parent, children: Vec::new(), vehicles: Vec::new() };
        self.nodes.push(node);
        index
    }

    /// Whether every vehicle has the nodes that it has in `other`.
    pub(super) fn same_shape(&self, other: &Self) -> bool {
        self.leaves == other.leaves
            && self.nodes.len() == other.nodes.len()
            && self.nodes.iter().zip(&other.nodes).all(|(a, b)| a.parent == b.parent)
    }

    pub(super) fn makes(&self) -> impl Iterator<Item = u32> {
        self.makes.iter().copied()
    }

    pub(super) fn by_slug(&self, slug: &str) -> Option<u32> {
        self.by_slug.get(slug).copied()
    }

    pub(super) fn slugs(&self) -> impl Iterator<Item = &str> {
        self.by_slug.keys().map(String::as_str)
    }

    pub(super) fn is_vehicle(&self, index: u32) -> bool {
        self.nodes.get(index as usize).is_some_and(|node| node.level == VehicleLevel::Vehicle)
    }

    /// The nodes that hold this vehicle, from the lowest up.
    pub(super) fn nodes_of(&self, vehicle: u32) -> impl Iterator<Item = u32> {
        let leaf = self.leaves.get(&vehicle).copied();
        std::iter::successors(leaf, |index| self.nodes[*index as usize].parent)
    }
}

/// The generation's number, else the builder's code for the series.
fn generation_of(vehicle: &Vehicle) -> Generation<'_> {
    match vehicle.generation {
        Some(number) => (Some(number), None),
        None => (None, vehicle.series.as_deref()),
    }
}

fn generation_label(vehicle: &Vehicle) -> String {
    match (vehicle.generation, vehicle.series.as_deref()) {
        (Some(number), Some(series)) => format!("{} {number} ({series})", vehicle.model),
        (Some(number), None) => format!("{} {number}", vehicle.model),
        (None, Some(series)) => format!("{} {series}", vehicle.model),
        (None, None) => vehicle.model.clone(),
    }
}

fn vehicle_label(vehicle: &Vehicle) -> String {
    let years = match (vehicle.year_from, vehicle.year_to) {
        (Some(from), Some(to)) if from == to => Some(from.to_string()),
        (Some(from), Some(to)) => Some(format!("{from}\u{2013}{to}")),
        (Some(from), None) => Some(format!("{from}\u{2013}")),
        (None, to) => to.map(|to| format!("\u{2013}{to}")),
    };
    let parts = [
        vehicle.engine.clone(),
        vehicle.power_kw.map(|kw| format!("{kw}\u{a0}kW")),
        vehicle.body.clone(),
        years,
    ];
    let label = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    match (label.is_empty(), vehicle.model.is_empty()) {
        (false, _) => label,
        (true, false) => generation_label(vehicle),
        (true, true) => vehicle.slug.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vehicle(number: u32, model: &str, generation: Option<u16>, transmission: &str) -> Vehicle {
        Vehicle {
            id: crate::VehicleId(kernel::uuid::Uuid::from_u128(u128::from(number))),
            number,
            slug: format!("own-{number}"),
            make: if model.is_empty() { String::new() } else { "Renault".to_owned() },
            model: model.to_owned(),
            generation,
            series: generation.is_none().then(|| "X98".to_owned()),
            year_from: Some(2012),
            year_to: Some(2020),
            engine: Some("1.5 dCi".to_owned()),
            fuel: None,
            power_kw: Some(55),
            body: None,
            drive: None,
            transmission: Some(transmission.to_owned()),
            k_type: None,
            aces_base_vehicle: None,
        }
    }

    #[test]
    fn what_differs_in_the_gearbox_only_is_one_node_with_both_slugs() {
        let vehicles = [
            vehicle(0, "Clio", Some(4), "manual"),
            vehicle(1, "Clio", Some(4), "automatic"),
            vehicle(2, "Clio", None, "manual"),
            vehicle(3, "", None, "manual"),
        ];
        let tree = VehicleTree::new(&vehicles);
        let node = |slug: &str| tree.by_slug(slug).map(|index| &tree.nodes[index as usize]).unwrap();
        assert_eq!(node("own-0").vehicles, [0, 1]);
        assert_eq!(node("own-1").label, "1.5 dCi 55\u{a0}kW 2012\u{2013}2020");
        assert_eq!(node("renault-clio-4").label, "Clio 4");
        assert_eq!(node("renault-clio-x98").children.len(), 1);
        assert_eq!(node("renault-clio").children.len(), 2);
        assert_eq!(tree.makes().count(), 1);
        assert_eq!(tree.nodes_of(1).count(), 4);
        assert_eq!(tree.nodes_of(3).count(), 1);
    }
}
