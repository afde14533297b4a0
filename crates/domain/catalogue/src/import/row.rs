//! One row of named cells as a document.

use kernel::Locale;

use super::amount;
use super::entry::Item;
use super::field::Field;
use super::{ImportKind, ImportOptions, Problem, vehicle_words};
use crate::cell;
use crate::upsert::check::NEGATIVE_PRICE;
use crate::{
    CatalogueSettings, CategoryDocument, FitmentDocument, ProductDocument, Specification, VehicleDocument,
};

/// Between the entries of most lists.
pub(crate) const LIST_SEPARATORS: [char; 4] = ['|', '\n', ';', ','];
/// Between pictures, whose addresses may hold commas.
pub(crate) const IMAGE_SEPARATORS: [char; 2] = ['|', '\n'];

/// How the rows of one file are read.
#[derive(Clone, Copy)]
pub(super) struct RowReader<'a> {
    pub(super) settings: &'a CatalogueSettings,
    pub(super) options: &'a ImportOptions,
    pub(super) kind: ImportKind,
}

/// What one row has said so far.
#[derive(Default)]
struct Draft {
    product: ProductDocument,
    vehicle: VehicleDocument,
    category: CategoryDocument,
    fitment: FitmentDocument,
}

impl RowReader<'_> {
    /// The document of a row; cells as (field, header, text), empty ones left out.
    pub(super) fn read<'c>(
        &self,
        line: u64,
        cells: impl Iterator<Item = (Field, &'c str, &'c str)>,
    ) -> Result<Item, Problem> {
        let mut draft = Draft::default();
        let mut seen = Vec::new();
        for (field, header, text) in cells {
            self.set_cell(line, &mut draft, &field, header, text)?;
            seen.push(field);
        }
        for (field, text) in self.options.mapping.defaults().filter(|(field, _)| !seen.contains(field)) {
            self.set_cell(line, &mut draft, &field, "defaults", text)?;
        }
        match self.kind {
            ImportKind::Products => self.product(line, draft),
            ImportKind::Vehicles => {
                vehicle_words::complete(&mut draft.vehicle);
                draft.vehicle.slug = draft.product.slug.unwrap_or_default();
                Ok(Item::Vehicle(Box::new(draft.vehicle)))
            }
            ImportKind::Categories => {
                draft.category.slug = draft.product.slug.unwrap_or_default();
                draft.category.names = draft.product.names;
                Ok(Item::Category(Box::new(draft.category)))
            }
        }
    }

    /// A product's document with what cells say beside it; defaults are for rows without one.
    pub(super) fn read_onto<'c>(
        &self,
        line: u64,
        product: ProductDocument,
        cells: impl Iterator<Item = (Field, &'c str, &'c str)>,
    ) -> Result<Item, Problem> {
        let mut draft = Draft { product, ..Draft::default() };
        for (field, header, text) in cells {
            self.set_cell(line, &mut draft, &field, header, text)?;
        }
        self.product(line, draft)
    }

    fn set_cell(
        &self,
        line: u64,
        draft: &mut Draft,
        field: &Field,
        header: &str,
        text: &str,
    ) -> Result<(), Problem> {
        self.set(draft, field, text).map_err(|reason| Problem::refused(line, header, text, reason))
    }

    fn product(&self, line: u64, mut draft: Draft) -> Result<Item, Problem> {
        if draft.product.sku.is_empty() {
            return Err(Problem::refused(line, "sku", "", "a product needs a SKU, and this row has none"));
        }
        let mut vehicles = Vec::new();
        let vehicle = &mut draft.vehicle;
        if !self.settings.vehicles {
            draft.product.fitments = None;
        } else if !vehicle.make.is_empty() && !vehicle.model.is_empty() {
            vehicle_words::complete(vehicle);
            vehicle.slug = vehicle.slug_from_parts();
            draft.fitment.vehicle.clone_from(&vehicle.slug);
            draft.product.fitments.get_or_insert_default().push(draft.fitment);
            vehicles.push(draft.vehicle);
        }
        Ok(Item::Product(Box::new(draft.product), vehicles))
    }

    fn set(&self, draft: &mut Draft, field: &Field, text: &str) -> Result<(), String> {
        let default_locale =
            self.options.locale.or(self.settings.locales.first().copied()).unwrap_or(Locale::Fr);
        let product = &mut draft.product;
        match field {
            Field::Name(locale) => {
                *product.names.slot(locale.unwrap_or(default_locale)) = Some(text.to_owned());
            }
            Field::Description(locale) => {
                let slot = product.descriptions.slot(locale.unwrap_or(default_locale));
                *slot = Some(match slot.take() {
                    Some(before) => format!("{before}\n{text}"),
                    None => text.to_owned(),
                });
            }
            Field::Specification(key) => {
                let value = cell::read_value(text);
                product
                    .specifications
                    .get_or_insert_default()
                    .push(Specification { key: key.clone(), value });
            }
            Field::Plain(name) => return self.set_plain(draft, name, text),
        }
        Ok(())
    }

    fn set_plain(&self, draft: &mut Draft, name: &str, text: &str) -> Result<(), String> {
        let money = |text: &str| match amount::minor_units(text, self.settings.currency)? {
            // Refused here, where what stood in the cell is known.
            ..0 => Err(NEGATIVE_PRICE.to_owned()),
            minor => Ok(Some(minor)),
        };
        let product = &mut draft.product;
        match name {
            "sku" => text.clone_into(&mut product.sku),
            "slug" => product.slug = Some(text.to_owned()),
            "brand" => product.brand = Some(text.to_owned()),
            "category" => product.category = category_of(text)?,
            "price" if amount::says_on_request(text) => product.price_on_request = true,
            "price" => product.price_minor = money(text)?,
            "price_minor" => product.price_minor = whole(text)?,
            "regular_price" => product.regular_price_minor = money(text)?,
            "regular_price_minor" => product.regular_price_minor = whole(text)?,
            "cost" => product.cost_minor = money(text)?,
            "cost_minor" => product.cost_minor = whole(text)?,
            "gtin" => product.gtin = Some(text.to_owned()),
            "stock" => product.stock_quantity = whole(text)?,
            "on_order" => product.on_order = flag(text)?,
            "published" => product.published = flag(text)?,
            "images" => extend(&mut product.images, cell::read_list(text, &IMAGE_SEPARATORS)?),
            "oe_numbers" => extend(&mut product.oe_numbers, cell::read_list(text, &LIST_SEPARATORS)?),
            "cross_references" => {
                extend(&mut product.cross_references, cell::read_cross_references(text)?);
            }
            "specifications" => extend(&mut product.specifications, cell::read_specifications(text)?),
            "fitments" => extend(&mut product.fitments, cell::read_fitments(text)?),
            "position" if self.kind == ImportKind::Categories => {
                draft.category.position = whole(text)?.unwrap_or_default();
            }
            "fitment_position" | "position" => draft.fitment.position = Some(text.to_owned()),
            "fitment_quantity" => draft.fitment.quantity = whole(text)?,
            "fitment_conditions" => draft.fitment.conditions = Some(text.to_owned()),
            "parent" => draft.category.parent = Some(text.to_owned()),
            "drawing" => draft.category.drawing = Some(text.to_owned()),
            _ => return set_vehicle(&mut draft.vehicle, name, text),
        }
        Ok(())
    }
}

fn set_vehicle(vehicle: &mut VehicleDocument, name: &str, text: &str) -> Result<(), String> {
    let words = || Some(text.to_owned());
    match name {
        "make" => text.clone_into(&mut vehicle.make),
        "model" => text.clone_into(&mut vehicle.model),
        "generation" => vehicle.generation = whole(text)?,
        "series" => vehicle.series = words(),
        "year_from" => vehicle.year_from = whole(text)?,
        "year_to" => vehicle.year_to = whole(text)?,
        "years" => {
            let (from, to) =
                amount::years(text).ok_or("no years: \"2012-2020\", \"2012-\" or \"2015\" are")?;
            (vehicle.year_from, vehicle.year_to) = (Some(from), to);
        }
        "engine" => vehicle.engine = words(),
        "fuel" => vehicle.fuel = words(),
        "power_kw" => vehicle.power_kw = whole(text)?,
        "power_hp" => {
            let horsepower: Option<u16> = whole(text)?;
            // Directive 80/181/EEC: 1 metric horsepower is 735.498 75 W.
            vehicle.power_kw = horsepower.map(|hp| (f64::from(hp) * 0.735_498_75).round() as u16);
        }
        "body" => vehicle.body = words(),
        "drive" => vehicle.drive = words(),
        "transmission" => vehicle.transmission = words(),
        "k_type" => vehicle.k_type = whole(text)?,
        "aces_base_vehicle" => vehicle.aces_base_vehicle = whole(text)?,
        _ => return Err(format!("no field is called {name}")),
    }
    Ok(())
}

/// A slug or path; a JSON list of names is a path.
fn category_of(text: &str) -> Result<Option<String>, String> {
    if !text.starts_with('[') {
        return Ok(Some(text.to_owned()));
    }
    let names = cell::read_list(text, &[])?;
    // A name that holds the sign between names would otherwise make two of itself.
    let names: Vec<String> = names.iter().map(|name| name.replace('>', "/")).collect();
    Ok(Some(names.join(" > ")).filter(|path| !path.is_empty()))
}

fn whole<T: TryFrom<i64>>(text: &str) -> Result<Option<T>, String> {
    match amount::whole(text) {
        Some(number) => Ok(Some(number)),
        None if amount::whole::<i64>(text).is_some_and(|number| number < 0) => {
            Err("cannot be negative".to_owned())
        }
        None => Err("a whole number is needed, and not a larger one than can be".to_owned()),
    }
}

fn flag(text: &str) -> Result<Option<bool>, String> {
    amount::flag(text).map(Some).ok_or_else(|| "yes or no is needed (1, 0, oui, non, نعم, لا)".to_owned())
}

fn extend<T>(list: &mut Option<Vec<T>>, more: Vec<T>) {
    list.get_or_insert_default().extend(more);
}
