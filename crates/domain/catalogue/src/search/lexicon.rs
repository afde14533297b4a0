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
                for other in synonyms.others_for(&name) {
                    lexicon.categories.entry(other.join(" ")).or_insert(category.number);
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
        let name = joined(&vehicle.make);
        let make = *self.makes.entry(name.clone()).or_insert(next);
        if make == next {
            self.makes.entry(name.replace(' ', "")).or_insert(make);
            self.make_labels.push(vehicle.make.clone());
        }
        let name = joined(&vehicle.model);
        let same_name = self.models.get(&name).map(Vec::as_slice).unwrap_or_default();
        let known = same_name.iter().copied().find(|model| self.model_list[*model as usize].make == make);
        let model = known.unwrap_or_else(|| self.add_model(make, &name, vehicle));
        self.model_list[model as usize].entries.push(Entry::of(vehicle));
    }

    fn add_model(&mut self, make: u32, name: &str, vehicle: &Vehicle) -> u32 {
        let place = self.model_list.len() as u32;
        let full_label = format!("{} {}", vehicle.make, vehicle.model);
        self.model_list.push(Model { make, full_label, entries: Vec::new() });
        self.models.entry(name.to_owned()).or_default().push(place);
        if name.contains(' ') {
            self.models.entry(name.replace(' ', "")).or_default().push(place);
        }
        place
    }

    /// The vehicle that a query names, if it names one.
    pub(crate) fn read_vehicle(&self, words: &[&Word], synonyms: &Synonyms) -> Option<VehicleReading> {
        if self.model_list.is_empty() {
            return None;
        }
        let make = longest(words, Some(synonyms), &self.makes, |_, _| true);
        let model = longest(words, Some(synonyms), &self.models, |found, models: &Vec<u32>| {
            let of_make = make
                .as_ref()
                .is_some_and(|make| models.iter().any(|m| self.model_list[*m as usize].make == *make.value));
            let inside_make = make.as_ref().is_some_and(|make| {
                found.start < make.start + make.length && make.start < found.start + found.length
            });
            let has = |is: fn(char) -> bool| found.name.contains(is);
            let alone =
                found.name.len() > 2 && has(char::is_alphabetic) && !ORDINARY_WORDS.contains(&found.name)
                    || (found.name.len() > 2 || has(char::is_alphabetic) && has(char::is_numeric))
                        && words.len() > 1;
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
        let phrases = phrases(words, synonyms);
        narrow(words, next, &phrases, &mut entries, &mut used, &mut label);
        let slugs = if entries.len() == chosen.iter().map(|model| model.entries.len()).sum::<usize>() {
            chosen.iter().map(|model| slugify(&model.full_label)).collect()
        } else {
            entries.iter().map(|entry| entry.slug.to_string()).collect()
        };
        Some(VehicleReading::of(label, slugs, used, words))
    }

    /// Whether a model is called so.
    pub(crate) fn is_model(&self, stem: &str) -> bool {
        self.models.contains_key(stem)
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
    let found = longest(words, None, names, |found, _| found.name.chars().count() > 1)?;
    Some((*found.value, found.start..found.start + found.length))
}

/// A name found among the words of a query.
struct Found<'l, V> {
    start: usize,
    length: usize,
    value: &'l V,
    name: &'l str,
}

/// The longest run of words that is a name, the first of several; a single word also by its synonyms.
fn longest<'l, V>(
    words: &[&Word],
    synonyms: Option<&Synonyms>,
    names: &'l FxHashMap<String, V>,
    fits: impl Fn(&Found<'l, V>, &V) -> bool,
) -> Option<Found<'l, V>> {
    let named = |start: usize, length: usize, name: &str| {
        let (name, value) = names.get_key_value(name)?;
        let found = Found { start, length, value, name };
        fits(&found, value).then_some(found)
    };
    let mut name = String::new();
    for length in (2..=LONGEST_NAME.min(words.len())).rev() {
        for (start, run) in words.windows(length).enumerate() {
            name.clear();
            for word in run {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(&word.stem);
            }
            if let Some(found) = named(start, length, &name) {
                return Some(found);
            }
        }
    }
    words.iter().enumerate().find_map(|(start, word)| {
        let others = synonyms.into_iter().flat_map(|synonyms| synonyms.words_for(&word.stem));
        std::iter::once(word.stem.as_str()).chain(others).find_map(|stem| named(start, 1, stem))
    })
}

/// Takes generation, engine, fuel and year from the words; each only if some vehicle has it.
///
/// A fuel among the words of a known phrase names no engine: "filtre gasoil".
fn narrow(
    words: &[&Word],
    next: usize,
    phrases: &[bool],
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
        let Some(fuel) = fuel(&word.folded).filter(|_| !phrases[place]) else { continue };
        let named = format!(" {} ", word.folded);
        keep(place, &|entry| entry.words.contains(&named), &word.folded);
        keep(place, &|entry| entry.fuel == Some(fuel), &word.folded);
    }
}

/// Which words stand in a phrase of several that the synonyms know.
fn phrases(words: &[&Word], synonyms: &Synonyms) -> Vec<bool> {
    let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    let mut inside = vec![false; words.len()];
    for start in 0..stems.len() {
        let length = synonyms.longest(&stems[start..]).map_or(0, |(length, _)| length);
        if length > 1 {
            inside[start..start + length].fill(true);
        }
    }
    inside
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

/// A name as the words of a query have it: stems, without words that say nothing.
fn joined(name: &str) -> String {
    let words = words(name);
    let says_nothing = words.iter().all(Word::is_stop_word);
    let said = words.into_iter().filter(|word| says_nothing || !word.is_stop_word());
    said.map(|word| word.stem).collect::<Vec<_>>().join(" ")
}
