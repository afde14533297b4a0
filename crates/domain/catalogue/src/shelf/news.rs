//! What the change feed tells the shelf, and how it gets there.

use std::sync::Arc;

use db::{Backend, Change, Db, DbError, Place};
use sea_orm::{AccessMode, DatabaseTransaction, IsolationLevel, TransactionTrait};

use crate::off_thread::off_thread;
use crate::shelf::apply::Writer;
use crate::shelf::load::synonyms_of;
use crate::shelf::tables::Tables;
use crate::shelf::words::{Mark, put_page};
use crate::{CatalogueError, NumberSet, Snapshot, find_trade};
use crate::{store, trade};

const PRODUCT: &str = "catalogue.product";
const BRAND: &str = "catalogue.brand";
const CATEGORY: &str = "catalogue.category";
const VEHICLE: &str = "catalogue.vehicle";
const SYNONYM: &str = "catalogue.synonym";

const TOPICS: [&str; 6] = [PRODUCT, BRAND, CATEGORY, VEHICLE, SYNONYM, settings::TOPIC];

/// Changes read in one query.
const CHANGES: u64 = 1_000;
/// Products read in one query.
pub(super) const PAGE: usize = 500;

/// What happened since a place in the feed.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Up to where it was read.
    pub(super) place: Place,
    products: NumberSet,
    brands: Touched,
    categories: Touched,
    vehicles: Touched,
    synonyms: bool,
    trade: bool,
}

/// Whether rows of a small table changed, and which.
#[derive(Debug, Default)]
struct Touched {
    any: bool,
    numbers: Vec<u32>,
}

impl Touched {
    fn note(&mut self, change: &Change) {
        self.any = true;
        self.numbers.extend(numbers_of(change));
    }
}

/// Reads all that is behind `after`.
pub(super) async fn read_news(db: &Db, after: Place) -> Result<News, CatalogueError> {
    // Whatever is in the feed up to here is seen by the reads below.
    let head = db.feed_head().await?;
    let mut news = News { place: after, ..News::default() };
    loop {
        let changes = db.read_changes(news.place, &TOPICS, CHANGES).await?;
        for change in &changes {
            news.note(change);
        }
        if (changes.len() as u64) < CHANGES {
            news.place = news.place.max(head);
            return Ok(news);
        }
    }
}

impl News {
    /// How many products are to be read again.
    pub(super) fn len(&self) -> usize {
        self.products.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.products.is_empty() && !self.touches_tables() && !self.synonyms && !self.trade
    }

    fn touches_tables(&self) -> bool {
        self.brands.any || self.categories.any || self.vehicles.any
    }

    fn note(&mut self, change: &Change) {
        self.place = change.place;
        match change.topic.as_str() {
            PRODUCT => numbers_of(change).for_each(|number| {
                self.products.insert(number);
            }),
            BRAND => self.brands.note(change),
            CATEGORY => self.categories.note(change),
            VEHICLE => self.vehicles.note(change),
            SYNONYM => self.synonyms = true,
            settings::TOPIC => {
                self.trade |= change.payload.get("name").is_some_and(|name| name == trade::NAME);
            }
            _ => {}
        }
    }

    /// The snapshot after these changes, from one consistent look at the database.
    ///
    /// Search reads again what has other words, or all of it if `restage`.
    pub(super) async fn apply(
        &self,
        db: &Db,
        old: Arc<Snapshot>,
        restage: bool,
    ) -> Result<Snapshot, CatalogueError> {
        let view = begin_view(db).await?;
        let before = Arc::clone(&old);
        let old = self.apply_tables(&view, old).await?;
        let old = self.apply_synonyms(&view, old).await?;
        let old = self.apply_trade(&view, old).await?;
        let renamed = Arc::new(self.renamed(&before, &old, restage));
        let mut writer = Writer::new(old);
        let mut staged = false;
        let mut numbers = self.products.clone();
        numbers.unite(&renamed);
        let numbers: Vec<u32> = numbers.iter().collect();
        for page in numbers.chunks(PAGE) {
            let found = store::product::find_for_shelf(&view, page).await?;
            let page = page.to_vec();
            let renamed = Arc::clone(&renamed);
            let put = move || {
                let again = |number: u32| restage || renamed.contains(number);
                let staged = put_page(&mut writer, &page, &found, again)?;
                Ok::<_, CatalogueError>((writer, staged))
            };
            let (put_writer, put_staged) = off_thread(put).await??;
            writer = put_writer;
            staged |= put_staged;
        }
        view.rollback().await.map_err(DbError::from)?;
        finish(writer, staged.then_some(self.place)).await
    }

    /// The products whose words hold a name that is another now. When search lags behind (`restage`) nobody
    /// knows the names that it read: then those of all brands and categories that were written.
    fn renamed(&self, before: &Snapshot, after: &Snapshot, restage: bool) -> NumberSet {
        let (mut brands, mut categories) = after.tables.renamed_since(&before.tables);
        if restage {
            brands.extend(&self.brands.numbers);
            categories.extend(&self.categories.numbers);
        }
        let brands = brands.into_iter().filter_map(|brand| before.brand_family.get(brand));
        let categories = categories.into_iter().filter_map(|category| before.category_family.get(category));
        let mut products = NumberSet::default();
        brands.chain(categories).for_each(|posting| posting.unite_into(&mut products));
        products
    }

    async fn apply_synonyms(
        &self,
        view: &DatabaseTransaction,
        old: Arc<Snapshot>,
    ) -> Result<Arc<Snapshot>, CatalogueError> {
        if !self.synonyms {
            return Ok(old);
        }
        let groups = store::synonym::list_all(view).await?;
        let change = move || {
            let synonyms = synonyms_of(&groups, &old.settings)?;
            let mut next = Snapshot::clone(&old);
            next.search = Arc::new(old.search.with_synonyms(old.tables.search_names(), synonyms));
            Ok::<_, CatalogueError>(Arc::new(next))
        };
        off_thread(change).await?
    }

    async fn apply_trade(
        &self,
        view: &DatabaseTransaction,
        old: Arc<Snapshot>,
    ) -> Result<Arc<Snapshot>, CatalogueError> {
        if !self.trade {
            return Ok(old);
        }
        // Nobody takes back what was set, so that what is configured is asked for no more.
        let trade = find_trade(view, &old.settings).await?.value;
        Ok(Arc::new(off_thread(move || old.with_trade(trade)).await?))
    }

    async fn apply_tables(
        &self,
        view: &DatabaseTransaction,
        old: Arc<Snapshot>,
    ) -> Result<Arc<Snapshot>, CatalogueError> {
        if !self.touches_tables() {
            return Ok(old);
        }
        let brands =
            if self.brands.any { store::brand::list_all(view).await? } else { old.brands().to_vec() };
        let categories = if self.categories.any {
            store::category::list_all(view).await?
        } else {
            old.categories().to_vec()
        };
        let vehicles = if self.vehicles.any {
            store::vehicle::list_all(view).await?
        } else {
            old.vehicles().cloned().collect()
        };
        let change = move || old.with_tables(Tables::new(brands, categories, vehicles));
        Ok(Arc::new(off_thread(change).await?))
    }
}

/// The numbers of rows that a change names.
pub(crate) fn numbers_of(change: &Change) -> impl Iterator<Item = u32> {
    let numbers = change.payload.get("numbers").and_then(serde_json::Value::as_array);
    numbers.into_iter().flatten().filter_map(serde_json::Value::as_u64).map(|number| number as u32)
}

/// Begins a transaction that sees the database at one moment.
pub(super) async fn begin_view(db: &Db) -> Result<DatabaseTransaction, DbError> {
    let begun = match db.backend() {
        Backend::Sqlite => db.reader().begin().await,
        Backend::Postgres => {
            let isolation = Some(IsolationLevel::RepeatableRead);
            db.reader().begin_with_config(isolation, Some(AccessMode::ReadOnly)).await
        }
    };
    Ok(begun?)
}

/// Brings a written snapshot in order; search shows what was handed to it if it is `publish`ed.
pub(super) async fn finish(mut writer: Writer, publish: Option<Place>) -> Result<Snapshot, CatalogueError> {
    let work = move || {
        if let Some(place) = publish {
            let mark = Mark { place, shop: writer.first_id() };
            let search = writer.search().publish(&mark.to_text())?;
            writer.set_search(search);
        }
        Ok(writer.finish())
    };
    off_thread(work).await?
}
