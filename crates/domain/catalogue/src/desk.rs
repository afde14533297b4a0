//! What staff do to the catalogue: one use case a file, each with its rights and its one transaction.

mod brands;
mod bulk_edit;
mod categories;
mod collision;
mod create_product;
mod delete_product;
mod edit_product;
mod exports;
mod figures;
mod find_product;
mod imports;
mod lay_patch;
mod list_products;
mod pictures;
mod prune_pictures;
mod synonyms;
mod vehicles;
mod work_files;

use audit::Entry;
use db::{Db, WriteTx};
use kernel::{Actor, Clock, Permission, Who};

use crate::{CatalogueError, CatalogueSettings, Patched, ProductPatch, WriteContext};

pub use brands::{BrandAtDesk, create_brand, delete_brand, list_brands_at_desk, merge_brands, rename_brand};
pub use bulk_edit::{BulkChange, BulkEdit, BulkEditId, BulkUndo, Selection, bulk_edit, undo_bulk_edit};
pub use categories::{
    CategoryAtDesk, CategoryPatch, CategoryPlace, create_category, delete_category, edit_category,
    list_categories_at_desk, move_category,
};
pub use collision::{ChangedMeanwhile, FieldCollision};
pub use create_product::create_product;
pub use delete_product::{delete_product, restore_product};
pub use edit_product::edit_product;
pub use exports::{ExportJob, order_export, read_export};
pub use figures::{CatalogueFigures, catalogue_figures, count_products_at_desk};
pub use find_product::{FitmentAtDesk, ProductAtDesk, find_product_at_desk, list_price_changes_at_desk};
pub use imports::{ImportAtDesk, ImportJob, apply_import, find_import, read_import_problems, receive_import};
pub use list_products::{
    DeskFilter, DeskPage, DeskQuery, DeskRow, DeskSort, ProductState, StockState, list_products_at_desk,
};
pub use pictures::{PictureSize, add_picture, picture_for};
pub use prune_pictures::{PrunePictures, prune_pictures};
pub use synonyms::{
    SynonymGroup, add_synonyms, delete_synonyms, edit_synonyms, export_synonyms, list_synonyms,
    replace_synonyms,
};
pub use vehicles::{VehiclePage, create_vehicle, delete_vehicle, edit_vehicle, list_vehicles_at_desk};
pub use work_files::{PruneFiles, desk_handlers, desk_schedules};

/// Why, in the price history, when nobody says more.
const EDITED: &str = "edited at the desk";

/// Who stands at the desk of which shop.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The shop's database.
    pub db: &'a Db,
    /// The shop's settings.
    pub settings: &'a CatalogueSettings,
    /// What time it is.
    pub clock: &'a Clock,
    /// Who asks.
    pub actor: &'a Actor,
}

impl<'a> Desk<'a> {
    /// Refuses who sets what things cost without being allowed to see it.
    fn may_set_cost(&self, patch: &ProductPatch) -> Result<(), CatalogueError> {
        if patch.cost_minor == Patched::Leave {
            return Ok(());
        }
        Ok(self.actor.require(Permission::ViewCosts)?)
    }

    /// Writes down what was done and makes it durable: the one way in which a use case of the desk ends.
    async fn commit(&self, tx: WriteTx, entry: Entry) -> Result<(), CatalogueError> {
        audit::record(&tx, self.actor, entry).await?;
        tx.commit().await?;
        Ok(())
    }

    fn context<'b>(&'b self, who: &'b str, why: &'b str) -> WriteContext<'b>
    where
        'a: 'b,
    {
        WriteContext { refuse_unknown: true, ..WriteContext::new(self.settings, self.clock, who, why) }
    }

    /// Who asks, as the price history keeps it.
    fn who(&self) -> String {
        match self.actor.who {
            Who::Staff(id) => format!("staff {id}"),
            Who::ApiKey(id) => format!("api-key {id}"),
            Who::Customer(id) => format!("customer {id}"),
            Who::System(part) => part.to_owned(),
        }
    }
}
