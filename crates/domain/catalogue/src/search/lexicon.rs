//! The names that a query may contain: brands, categories, and vehicles with their generations and engines.

use kernel::text::slugify;
use rustc_hash::FxHashMap;

use super::analysis::{Word, words};
use super::index::SearchNames;
use super::names::{NameIndex, Owner};
use super::synonyms::Synonyms;
use crate::Vehicle;

/// Longest name, in words.
const LONGEST_NAME: usize = 5;

/// Models that are ordinary words too: a vehicle only after its make.
const ORDINARY_WORDS: &[&str] = &[
    "up", "one", "fit", "life", "note", "van", "city", "line", "move", "box", "cab", "cross", "type", "pro",
    "plus", "star", "max", "sport", "classic", "standard", "series", "model", "car", "truck", "kit", "ion",
];

/// A vehicle as far as queries name it.
#[derive(Debug)]
struct Entry {
    slug: Box<str>,
    generation: Option<u16>,
    years: (u16, u16),
    /// Words of engine, fuel and series, joined by spaces, spaces at both ends.
    words: String,
    fuel: Option<Fuel>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fuel {
    Diesel,
    Petrol,
    Electric,
    Hybrid,
}

/// Models of one make.
#[derive(Debug)]
struct Model {
    make: u32,
    /// Make and model.
    full_label: String,
    entries: Vec<Entry>,
}

/// Names by the stems of their words.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) brands: FxHashMap<String, u32>,
    pub(crate) categories: FxHashMap<String, u32>,
    makes: FxHashMap<String, u32>,
    make_labels: Vec<String>,
    models: FxHashMap<String, Vec<u32>>,
    model_list: Vec<Model>,
    /// All names, by their beginnings.
    pub(crate) names: NameIndex,
}

/// A vehicle that was read in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VehicleReading {
    /// "Renault Clio 4 1.5 dci".
    pub(crate) label: String,
    /// Slugs of the make, the model, or the vehicles that it can be.
    pub(crate) slugs: Vec<String>,
    /// The words that said so, as typed.
    pub(crate) typed: String,
    /// Which of the query's words said so.
    pub(crate) used: Vec<usize>,
}

impl VehicleReading {
    fn of(label: String, slugs: Vec<String>, mut used: Vec<usize>, words: &[&Word]) -> Self {
        used.sort_unstable();
        let typed: Vec<&str> = used.iter().map(|place| words[*place].folded.as_str()).collect();
        Self { label, slugs, typed: typed.join(" "), used }
    }
}

impl Lexicon {
    pub(crate) fn build(names: SearchNames<'_>, synonyms: &Synonyms) -> Self {
        let mut lexicon = Self::default();
        for brand in names.brands {
            lexicon.brands.insert(joined(&brand.name), brand.number);
        }
        for category in names.categories {
            for name in kernel::Locale::ALL.iter().filter_map(|locale| category.names.get(*locale)) {
                let name = joined(name);
                for word in synonyms.words_for(&name) {
                    lexicon.categories.entry(word.to_owned()).or_insert(category.number);
                }
                lexicon.categories.insert(name, category.number);
            }
        }
        for vehicle in names.vehicles.iter().filter(|vehicle| !vehicle.make.is_empty()) {
            lexicon.add_vehicle(vehicle);
        }
        lexicon.name_all(names);
        lexicon
    }

    fn add_vehicle(&mut self, vehicle: &Vehicle) {
        let next = self.make_labels.len() as u32;
        let make = *self.makes.entry(joined(&vehicle.make)).or_insert(next);
        if make == next {
            self.make_labels.push(vehicle.make.clone());
        }
        let models = self.models.entry(joined(&vehicle.model)).or_default();
        let known = models.iter().copied().find(|model| self.model_list[*model as usize].make == make);
        let model = known.unwrap_or_else(|| {
            let place = self.model_list.len() as u32;
            models.push(place);
            let full_label = format!("{} {}", vehicle.make, vehicle.model);
            self.model_list.push(Model { make, full_label, entries: Vec::new() });
            place
        });
        self.model_list[model as usize].entries.push(Entry::of(vehicle));
    }

    /// The vehicle that a query names, if it names one.
    pub(crate) fn read_vehicle(&self, words: &[&Word], synonyms: &Synonyms) -> Option<VehicleReading> {
        if self.model_list.is_empty() {
            return None;
        }
        let stems: Vec<Vec<&str>> = words
            .iter()
            .map(|word| {
                let stem = word.stem.as_str();
                std::iter::once(stem).chain(synonyms.words_for(stem).filter(|other| *other != stem)).collect()
            })
            .collect();
        let make = longest(&stems, &self.makes, |_, _| true);
        let model = longest(&stems, &self.models, |found, models: &Vec<u32>| {
            let of_make = make
                .as_ref()
                .is_some_and(|make| models.iter().any(|m| self.model_list[*m as usize].make == *make.value));
            let inside_make = make.as_ref().is_some_and(|make| {
                found.start < make.start + make.length && make.start < found.start + found.length
            });
            let alone = found.name.len() > 2
                && found.name.contains(|c: char| c.is_alphabetic())
                && !ORDINARY_WORDS.contains(&found.name)
                || (found.name.len() >= 3 && words.len() > 1);
            !inside_make && (of_make || (make.is_none() && alone))
        });
        let mut used: Vec<usize> =
            make.iter().flat_map(|found| found.start..found.start + found.length).collect();
        let Some(model) = model else {
            let make = make?;
            let label = self.make_labels[*make.value as usize].clone();
            return Some(VehicleReading::of(label.clone(), vec![slugify(&label)], used, words));
        };
        used.extend(model.start..model.start + model.length);
        let chosen: Vec<&Model> = model
            .value
            .iter()
            .map(|place| &self.model_list[*place as usize])
            .filter(|candidate| make.as_ref().is_none_or(|make| candidate.make == *make.value))
            .collect();
        let first = chosen.first()?;
        let mut label = first.full_label.clone();
        let mut entries: Vec<&Entry> = chosen.iter().flat_map(|model| &model.entries).collect();
        let next = model.start + model.length;
        narrow(words, next, &mut entries, &mut used, &mut label);
        let slugs = if entries.len() == chosen.iter().map(|model| model.entries.len()).sum::<usize>() {
            chosen.iter().map(|model| slugify(&model.full_label)).collect()
        } else {
            entries.iter().map(|entry| entry.slug.to_string()).collect()
        };
        Some(VehicleReading::of(label, slugs, used, words))
    }

    /// A brand that the words name, with the places of its words.
    pub(crate) fn read_brand(&self, words: &[&Word]) -> Option<(u32, std::ops::Range<usize>)> {
        read_name(&self.brands, words)
    }

    /// A category that the words name, with the places of its words.
    pub(crate) fn read_category(&self, words: &[&Word]) -> Option<(u32, std::ops::Range<usize>)> {
        read_name(&self.categories, words)
    }

    /// Makes, then models, as their places count them.
    fn vehicle_labels(&self) -> impl Iterator<Item = &String> {
        self.make_labels.iter().chain(self.model_list.iter().map(|model| &model.full_label))
    }

    /// The make or model at a place of [`Owner::Vehicle`].
    pub(crate) fn vehicle_name(&self, place: u32) -> Option<VehicleName> {
        self.vehicle_labels().nth(place as usize).cloned().map(VehicleName::of)
    }

    fn name_all(&mut self, names: SearchNames<'_>) {
        let mut index = NameIndex::default();
        for category in names.categories {
            for name in kernel::Locale::ALL.iter().filter_map(|locale| category.names.get(*locale)) {
                index.add(Owner::Category(category.number), name);
            }
        }
        names.brands.iter().for_each(|brand| index.add(Owner::Brand(brand.number), &brand.name));
        for (place, label) in (0..).zip(self.vehicle_labels()) {
            index.add(Owner::Vehicle(place), label);
        }
        index.finish();
        self.names = index;
    }
}

/// A make or model as it is shown and as filters take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VehicleName {
    pub(crate) label: String,
    pub(crate) slug: String,
}

impl VehicleName {
    fn of(label: String) -> Self {
        Self { slug: slugify(&label), label }
    }
}

fn read_name(names: &FxHashMap<String, u32>, words: &[&Word]) -> Option<(u32, std::ops::Range<usize>)> {
    let stems: Vec<Vec<&str>> = words.iter().map(|word| vec![word.stem.as_str()]).collect();
    let found = longest(&stems, names, |found, _| found.name.chars().count() > 1)?;
    Some((*found.value, found.start..found.start + found.length))
}

/// A name found among the words of a query.
struct Found<'l, V> {
    start: usize,
    length: usize,
    value: &'l V,
    name: &'l str,
}

/// The longest run of words that is a name, the first of several.
fn longest<'l, V>(
    stems: &[Vec<&str>],
    names: &'l FxHashMap<String, V>,
    fits: impl Fn(&Found<'l, V>, &V) -> bool,
) -> Option<Found<'l, V>> {
    for length in (1..=LONGEST_NAME.min(stems.len())).rev() {
        for start in 0..=stems.len() - length {
            let run = &stems[start..start + length];
            let tries = if length == 1 { run[0].len() } else { 1 };
            for choice in 0..tries {
                let key: String = run
                    .iter()
                    .map(|options| options[choice.min(options.len() - 1)])
                    .collect::<Vec<_>>()
                    .join(" ");
                let Some((name, value)) = names.get_key_value(&key) else { continue };
                let found = Found { start, length, value, name };
                if fits(&found, value) {
                    return Some(found);
                }
            }
        }
    }
    None
}

/// Takes generation, engine, fuel and year from the words; each only if some vehicle has it.
fn narrow(
    words: &[&Word],
    next: usize,
    entries: &mut Vec<&Entry>,
    used: &mut Vec<usize>,
    label: &mut String,
) {
    let mut keep = |place: usize, fits: &dyn Fn(&Entry) -> bool, word: &str| {
        if used.contains(&place) {
            return;
        }
        let narrowed: Vec<&Entry> = entries.iter().copied().filter(|entry| fits(entry)).collect();
        if !narrowed.is_empty() {
            *entries = narrowed;
            used.push(place);
            label.push(' ');
            label.push_str(word);
        }
    };
    if let Some(generation) = words.get(next).and_then(|word| generation(&word.folded)) {
        keep(next, &|entry| entry.generation == Some(generation), &generation.to_string());
    }
    for (place, word) in words.iter().enumerate() {
        let folded = word.folded.as_str();
        let year = folded.parse::<u16>().ok().filter(|year| (1950..2100).contains(year));
        if let Some(year) = year {
            keep(place, &|entry| (entry.years.0..=entry.years.1).contains(&year), folded);
        } else if is_displacement(folded) || is_series(folded) {
            keep(place, &|entry| entry.words.contains(&format!(" {folded} ")), folded);
        }
    }
    for (place, word) in words.iter().enumerate() {
        let Some(fuel) = fuel(&word.folded) else { continue };
        let named = format!(" {} ", word.folded);
        keep(place, &|entry| entry.words.contains(&named), &word.folded);
        keep(place, &|entry| entry.fuel == Some(fuel), &word.folded);
    }
}

fn is_displacement(folded: &str) -> bool {
    folded.len() == 3 && folded.as_bytes()[1] == b'.' && folded.parse::<f32>().is_ok()
}

/// A builder's code such as X98 or an engine's 16V.
fn is_series(folded: &str) -> bool {
    let letters = folded.chars().filter(char::is_ascii_alphabetic).count();
    letters > 0 && letters < folded.len() && folded.len() <= 5
}

/// "4", "iv", "mk4", "4th": a generation.
fn generation(folded: &str) -> Option<u16> {
    const ROMAN: [&str; 9] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    if let Some(place) = ROMAN.iter().position(|roman| *roman == folded) {
        return Some(place as u16 + 1);
    }
    let digits = folded.trim_start_matches("mk").trim_end_matches(char::is_alphabetic);
    digits.parse().ok().filter(|number| (1..=15).contains(number))
}

fn fuel(folded: &str) -> Option<Fuel> {
    match folded {
        "diesel" | "dci" | "hdi" | "bluehdi" | "tdi" | "cdi" | "jtd" | "crdi" | "d4d" | "cdti" | "tdci"
        | "sdi" | "multijet" | "gasoil" | "gazole" | "mazout" | "td" | "bluedci" | "tdv" => {
            Some(Fuel::Diesel)
        }
        "petrol" | "gasoline" | "essence" | "tce" | "tsi" | "tfsi" | "vti" | "puretech" | "thp" | "mpi"
        | "gti" | "ecoboost" | "vvti" | "fsi" | "gdi" | "mpfi" | "tjet" => Some(Fuel::Petrol),
        "electric" | "electrique" | "ev" => Some(Fuel::Electric),
        "hybrid" | "hybride" | "phev" => Some(Fuel::Hybrid),
        _ => None,
    }
}

impl Entry {
    fn of(vehicle: &Vehicle) -> Self {
        let mut text = String::from(" ");
        let parts = [&vehicle.engine, &vehicle.fuel, &vehicle.series];
        for word in parts.into_iter().flatten().flat_map(|part| words(part)) {
            text.push_str(&word.folded);
            text.push(' ');
        }
        let generation = vehicle
            .generation
            .or_else(|| text.split(' ').find(|word| word.ends_with("th")).and_then(self::generation));
        let fuel = text.split(' ').find_map(fuel);
        let from = vehicle.year_from.unwrap_or(0);
        Self {
            slug: vehicle.slug.as_str().into(),
            generation,
            years: (from, vehicle.year_to.unwrap_or(u16::MAX)),
            words: text,
            fuel,
        }
    }
}

fn joined(name: &str) -> String {
    words(name).into_iter().map(|word| word.stem).collect::<Vec<_>>().join(" ")
}
