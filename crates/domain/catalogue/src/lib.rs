//! What is for sale, and finding it: products, brands, categories, vehicles, fitment, prices.
//!
//! Owns the catalogue's tables, its import and export, the shelf (the read
//! model that answers every public read) and search. Knows nothing of stock
//! movements, orders or HTTP.
#![warn(missing_docs)]

mod brand;
mod category;
mod cell;
mod desk;
mod document;
mod entity;
mod error;
mod events;
mod export_file;
mod fleet;
mod import;
mod import_file;
mod migration;
mod off_thread;
mod patched;
mod product;
mod product_facts;
mod product_history;
mod product_patch;
mod search;
mod settings;
mod shelf;
mod store;
mod trade;
mod upsert;
mod vehicle;
mod vin;
mod write_context;

pub use brand::{Brand, BrandId};
pub use category::{Category, CategoryId};
pub use desk::{
    BrandAtDesk, BulkChange, BulkEdit, BulkEditId, BulkUndo, CatalogueFigures, CategoryAtDesk, CategoryPatch,
    CategoryPlace, ChangedMeanwhile, Desk, DeskFilter, DeskPage, DeskQuery, DeskRow, DeskSort, ExportJob,
    FieldCollision, FitmentAtDesk, ImportAtDesk, ImportJob, PictureSize, ProductAtDesk, ProductState,
    PruneFiles, PrunePictures, Selection, StockState, SynonymGroup, VehiclePage, add_picture, add_synonyms,
    apply_import, bulk_edit, catalogue_figures, count_products_at_desk, create_brand, create_category,
    create_product, create_vehicle, delete_brand, delete_category, delete_product, delete_synonyms,
    delete_vehicle, desk_handlers, desk_schedules, edit_category, edit_product, edit_synonyms, edit_vehicle,
    export_synonyms, find_import, find_product_at_desk, list_brands_at_desk, list_categories_at_desk,
    list_price_changes_at_desk, list_products_at_desk, list_synonyms, list_vehicles_at_desk, merge_brands,
    move_category, order_export, picture_for, prune_pictures, read_export, read_import_problems,
    receive_import, rename_brand, replace_synonyms, restore_product, undo_bulk_edit,
};
pub use document::{CategoryDocument, FitmentDocument, ProductDocument, VehicleDocument};
pub use error::CatalogueError;
pub use events::{CatalogueEvent, EVENT_KINDS, EVENT_TOPICS, list_events};
pub use export_file::{ExportFormat, export_file};
pub use fleet::{BuiltYears, list_built_years};
pub use import::{
    Counts, ImportFormat, ImportKind, ImportMapping, ImportOptions, ImportPreview, ImportProgress,
    ImportReport, MappingError, Problem, preview_import, read_amount, read_table, read_whole,
};
pub use import_file::{ProblemsCsv, import_file};
pub use migration::migrations;
pub use patched::Patched;
pub use product::{
    Availability, CrossReference, Fitment, PriceChange, PricePoint, Product, ProductId, ProductVersion,
    ShelfProduct, Specification, SpecificationValue,
};
pub use product_facts::{ProductFacts, find_product_facts, list_product_facts, list_product_facts_of};
pub use product_history::{list_price_changes, list_price_points};
pub use product_patch::{FitmentPatch, ProductPatch, TextPatch};
pub use search::{
    Correction, Named, QuerySense, Reading, SearchAnswer, SearchHit, SearchIndex, SearchNames, SearchQuery,
    SearchSettings, SuggestQuery, Suggestion, SuggestionKind, Suggestions, SynonymsReport, check_synonyms,
    search_products, search_products_with, suggest,
};
pub use settings::CatalogueSettings;
pub use shelf::{
    CrossReferenceRef, Facet, FacetValue, FitmentRef, ListQuery, Matches, NumberSet, ProductFilter,
    ProductPage, ProductRef, Related, Shelf, ShelfData, Snapshot, Sort, SpecificationRef,
    SpecificationValueRef, VehicleLevel, VehicleNode, list_products, related,
};
pub use trade::{Trade, edit_trade, find_trade};
pub use upsert::{remove_products, upsert_categories, upsert_products, upsert_vehicles};
pub use vehicle::{Vehicle, VehicleId};
pub use vin::{VinError, VinFact, VinReport, decode_vin};
pub use write_context::{Refusal, Upserted, WriteContext};
