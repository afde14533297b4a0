//! Which parts there are: one slot for each kind, group of cars and position.
//!
//! A slot is one part as the car's maker sees it; several brands make it.
//! Slots of common cars and common wear come first, so that a small shop is a sensible one.

use std::collections::BTreeMap;

use super::random::Random;
use super::tables::{PartKind, Scope, Tables};

/// One part of the car maker's.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    /// For certain cars: index of the kind, of the group and of the position.
    Fitted { kind: usize, group: usize, position: usize },
    /// By size: index of the kind and of the size.
    Sized { kind: usize, size: usize },
}

/// Cars that share a part.
#[derive(Debug)]
pub(super) struct Group {
    /// Indices into [`Tables::vehicles`].
    pub vehicles: Vec<usize>,
    weight: f64,
}

/// All slots in the order in which the shop stocks them, and the groups they name.
#[derive(Debug)]
pub(super) struct Slots {
    pub groups: Vec<Group>,
    pub order: Vec<Slot>,
}

impl Slots {
    /// Finds every slot that the tables allow.
    pub(super) fn of(tables: &Tables) -> Self {
        let mut slots = Self { groups: Vec::new(), order: Vec::new() };
        let mut by_scope: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
        for scope in [Scope::Engine, Scope::Platform, Scope::Model, Scope::Car] {
            let groups = group_vehicles(tables, scope);
            let first = slots.groups.len();
            by_scope.insert(scope as u8, (first..first + groups.len()).collect());
            slots.groups.extend(groups);
        }
        let mut ranked: Vec<(f64, Slot)> = Vec::new();
        for (index, kind) in tables.parts.iter().enumerate() {
            for &group in by_scope.get(&(kind.scope as u8)).into_iter().flatten() {
                if !kind_suits(tables, kind, &slots.groups[group]) {
                    continue;
                }
                let weight = kind.weight * slots.groups[group].weight.powf(1.5);
                for position in 0..kind.positions.len() {
                    let slot = Slot::Fitted { kind: index, group, position };
                    ranked.push((arrival(&[1, index as u64, group as u64, position as u64], weight), slot));
                }
            }
        }
        for (index, kind) in tables.sized.iter().enumerate() {
            for size in 0..kind.sizes.len() {
                let weight = kind.weight * 40.0;
                ranked.push((
                    arrival(&[2, index as u64, size as u64], weight),
                    Slot::Sized { kind: index, size },
                ));
            }
        }
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        slots.order = ranked.into_iter().map(|(_, slot)| slot).collect();
        slots
    }
}

/// When a slot of this weight arrives: exponential, so that heavy ones tend to come first.
fn arrival(keys: &[u64], weight: f64) -> f64 {
    -(1.0 - Random::of(keys).unit()).ln() / weight
}

fn group_vehicles(tables: &Tables, scope: Scope) -> Vec<Group> {
    let mut groups: BTreeMap<(&str, usize), Group> = BTreeMap::new();
    for (index, vehicle) in tables.vehicles.iter().enumerate() {
        let model = &tables.models[vehicle.model];
        let by_engine = matches!(scope, Scope::Engine | Scope::Car);
        if by_engine && vehicle.fuel == "electric" {
            continue;
        }
        let key = match scope {
            Scope::Engine => (vehicle.family, 0),
            Scope::Platform => (model.platform, 0),
            Scope::Model => ("", vehicle.model),
            Scope::Car => (vehicle.family, vehicle.model),
        };
        let group = groups.entry(key).or_insert_with(|| Group { vehicles: Vec::new(), weight: 0.0 });
        group.vehicles.push(index);
        group.weight += model.weight / model.vehicles.len() as f64;
    }
    groups.into_values().collect()
}

fn kind_suits(tables: &Tables, kind: &PartKind, group: &Group) -> bool {
    let Some(vehicle) = group.vehicles.first().map(|index| &tables.vehicles[*index]) else { return false };
    kind.fuel.is_none_or(|fuel| fuel == vehicle.fuel)
        && kind.chain.is_none_or(|chain| chain == tables.chain.contains(&vehicle.family))
        && !(kind.only_turbo && tables.aspirated.contains(&vehicle.family))
}
