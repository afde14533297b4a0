//! A full ACES submission: what the shop has of its parts and the file does not name any more goes.
//!
//! Only on vehicles that ACES numbers, for of others its sender cannot speak; not of parts of which an
//! application could not be read; and only when the whole file has been. Parts that it leaves out keep theirs.

use db::WriteTx;
use kernel::text::part_number_key;
use rustc_hash::{FxHashMap, FxHashSet};

use super::applications::document_of;
use super::apply::{Importer, outcome_of};
use super::tally::hash_of;
use crate::import::{Application, FullSubmission as Said};
use crate::store::product::Which;
use crate::store::{fitment, product, vehicle};
use crate::upsert::write::wait_for_turn;
use crate::{CatalogueError, FitmentDocument, ProductDocument, Vehicle, WriteContext, upsert_products};

/// Parts that are gone over in one transaction.
const PARTS_IN_TRANSACTION: usize = 500;

/// What a full submission has named so far.
#[derive(Default)]
pub(super) struct FullSubmission {
    begun: bool,
    whole: bool,
    /// The keys of its parts' SKUs.
    parts: FxHashSet<String>,
    /// Of them those of which something could not be read.
    unread: FxHashSet<String>,
    /// The hashes of its fitments.
    named: FxHashSet<u64>,
}

impl FullSubmission {
    pub(super) fn hear(&mut self, said: Said) {
        match said {
            Said::Begins => self.begun = true,
            Said::Unread(part) => {
                self.unread.insert(part_number_key(&part));
            }
            Said::Ends => self.whole = true,
        }
    }

    /// The file says that the part fits these vehicles (or no longer, if the application is to go).
    pub(super) fn names(&mut self, application: &Application, vehicles: &[String]) {
        if !self.begun {
            return;
        }
        let key = part_number_key(&application.part.sku);
        if !application.delete {
            let fitments = vehicles.iter().map(|vehicle| application.fitment(vehicle));
            self.named.extend(fitments.map(|fitment| hash_of_fitment(&key, &fitment)));
        }
        self.parts.insert(key);
    }

    /// Whether the file, having named all it has, leaves this fitment out.
    fn leaves_out(&self, key: &str, vehicle: &Vehicle, fitment: &FitmentDocument) -> bool {
        let numbered = vehicle.aces_base_vehicle.is_some() || vehicle.slug.starts_with("aces-");
        numbered && !self.named.contains(&hash_of_fitment(key, fitment))
    }
}

fn hash_of_fitment(key: &str, fitment: &FitmentDocument) -> u64 {
    let quantity = fitment.quantity.map(|quantity| quantity.to_string());
    let texts = [fitment.position.as_deref(), quantity.as_deref(), fitment.conditions.as_deref()];
    let texts = texts.map(Option::unwrap_or_default);
    hash_of(&[key, &fitment.vehicle, texts[0], texts[1], texts[2]].join("\n"))
}

impl Importer<'_> {
    /// Takes away what a full submission leaves out, once it has been read whole.
    pub(super) async fn finish_full_submission(&mut self) -> Result<(), CatalogueError> {
        let full = &self.full_submission;
        if !full.begun {
            return Ok(());
        }
        if !full.whole {
            let note = "a full submission that was not read whole: no fitment was taken away";
            self.report.notes.push(note.to_owned());
            return Ok(());
        }
        let mut keys: Vec<String> = full.parts.difference(&full.unread).cloned().collect();
        keys.sort_unstable();
        let unread = full.parts.intersection(&full.unread).count();
        let removed_before = self.report.fitments.removed;
        let why = self.why.clone();
        for keys in keys.chunks(PARTS_IN_TRANSACTION) {
            let tx = self.db.begin_write().await?;
            self.take_left_out(&tx, keys, &self.context(&why)).await?;
            if !self.options.dry_run {
                tx.commit().await?;
            }
        }
        let removed = self.report.fitments.removed - removed_before;
        if removed > 0 {
            self.report
                .notes
                .push(format!("full submission: {removed} fitments that it leaves out were taken away"));
        }
        if unread > 0 {
            let note =
                format!("full submission: {unread} parts keep all fitments, as some could not be read");
            self.report.notes.push(note);
        }
        Ok(())
    }

    async fn take_left_out(
        &mut self,
        tx: &WriteTx,
        keys: &[String],
        context: &WriteContext<'_>,
    ) -> Result<(), CatalogueError> {
        wait_for_turn(tx).await?;
        let known = product::find_by_sku_key(tx.conn(), keys.iter().map(String::as_str)).await?;
        let numbers: Vec<u32> = known.iter().map(|product| product.number).collect();
        let fitments = fitment::list(tx.conn(), &Which::Numbers(&numbers)).await?;
        let mut vehicles: Vec<u32> = fitments.iter().map(|(_, fitment)| fitment.vehicle).collect();
        vehicles.sort_unstable();
        vehicles.dedup();
        let vehicles = vehicle::find_by_numbers(tx.conn(), &vehicles).await?;
        let vehicles: FxHashMap<u32, Vehicle> = vehicles.into_iter().map(|v| (v.number, v)).collect();
        let skus: FxHashMap<u32, &str> =
            known.iter().map(|product| (product.number, product.sku.as_str())).collect();
        let mut kept: FxHashMap<&str, (Vec<FitmentDocument>, u64)> = FxHashMap::default();
        for (number, fitment) in fitments {
            let (Some(sku), Some(vehicle)) = (skus.get(&number), vehicles.get(&fitment.vehicle)) else {
                continue;
            };
            let fitment = document_of(fitment, &vehicle.slug);
            let (kept, left_out) = kept.entry(sku).or_default();
            if self.full_submission.leaves_out(&part_number_key(sku), vehicle, &fitment) {
                *left_out += 1;
            } else {
                kept.push(fitment);
            }
        }
        kept.retain(|_, (_, left_out)| *left_out > 0);
        let (documents, left_out): (Vec<ProductDocument>, Vec<u64>) = kept
            .into_iter()
            .map(|(sku, (fitments, left_out))| {
                let sku = sku.to_owned();
                (ProductDocument { sku, fitments: Some(fitments), ..ProductDocument::default() }, left_out)
            })
            .unzip();
        let results = upsert_products(tx, &documents, context).await?;
        for ((result, document), left_out) in results.iter().zip(&documents).zip(left_out) {
            if let Ok(outcome) = outcome_of(result) {
                self.products.note(&part_number_key(&document.sku), 0, outcome);
                self.report.fitments.removed += left_out;
            }
        }
        Ok(())
    }
}
