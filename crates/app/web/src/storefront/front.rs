//! The storefront as it is now: made anew when somebody sets who the shop is, here or in another process.

use std::sync::Arc;

use arc_swap::ArcSwap;
use db::Db;
use kernel::{Actor, ErrorCode};
use settings::{Setting, SettingsError, edit_shop_setting, find_shop_setting};
use tokio::sync::Mutex;

use super::{ShopProfile, Storefront, StorefrontError};

/// The name of the setting.
const NAME: &str = "shop";

/// The present storefront. Cheap to clone; all clones show the same.
#[derive(Debug, Clone)]
pub struct Front(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// As it was configured.
    configured: Storefront,
    now: ArcSwap<Storefront>,
    /// The version that is shown; held while another is made.
    version: Mutex<u64>,
}

/// Why what is set could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum FrontError {
    /// It could not be read or kept.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The pages could not be made of it.
    #[error(transparent)]
    Pages(#[from] StorefrontError),
    /// The thread that made them is gone.
    #[error("the pages could not be made")]
    Stopping(#[from] tokio::task::JoinError),
}

impl FrontError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Settings(error) => error.code(),
            Self::Pages(_) | Self::Stopping(_) => ErrorCode::Internal,
        }
    }
}

/// Who the shop is: as it is set at the desk, or else as it is configured.
///
/// # Errors
/// What was kept cannot be read.
pub async fn profile_now(db: &Db, configured: &ShopProfile) -> Result<ShopProfile, SettingsError> {
    Ok(setting(db, configured).await?.value)
}

async fn setting(db: &Db, configured: &ShopProfile) -> Result<Setting<ShopProfile>, SettingsError> {
    let kept = find_shop_setting::<ShopProfile>(db.reader(), NAME).await?;
    let mut setting = kept.unwrap_or_else(|| Setting { value: configured.clone(), version: 0 });
    // Where the shop is reached belongs to the machine.
    setting.value.public_url.clone_from(&configured.public_url);
    Ok(setting)
}

impl Front {
    /// What is configured; until [`Front::catch_up`] it shows nothing else.
    pub fn new(configured: Storefront) -> Self {
        let now = ArcSwap::from_pointee(configured.clone());
        Self(Arc::new(Inner { configured, now, version: Mutex::new(0) }))
    }

    /// The storefront of this moment.
    pub fn now(&self) -> Storefront {
        Storefront::clone(&self.0.now.load())
    }

    /// Who the shop is, and which version of that it is; 0 = as it was configured.
    ///
    /// # Errors
    /// What was kept cannot be read.
    pub async fn profile(&self, db: &Db) -> Result<Setting<ShopProfile>, FrontError> {
        Ok(setting(db, self.0.configured.profile()).await?)
    }

    /// Sets who the shop is, and shows it.
    ///
    /// # Errors
    /// [`SettingsError::ChangedMeanwhile`] if it is another version than `based_on`.
    pub async fn edit_profile(
        &self,
        db: &Db,
        actor: &Actor,
        based_on: u64,
        profile: &ShopProfile,
    ) -> Result<(), FrontError> {
        let told = |profile: &ShopProfile| ShopProfile { public_url: String::new(), ..profile.clone() };
        let before = told(self.0.configured.profile());
        edit_shop_setting(db, actor, NAME, based_on, &before, &told(profile)).await?;
        self.catch_up(db).await
    }

    /// Shows what is set now.
    ///
    /// # Errors
    /// It cannot be read, or no pages can be made of it; then the pages before stay.
    pub async fn catch_up(&self, db: &Db) -> Result<(), FrontError> {
        let mut shown = self.0.version.lock().await;
        let setting = self.profile(db).await?;
        if setting.version == *shown {
            return Ok(());
        }
        let configured = self.0.configured.clone();
        let made = tokio::task::spawn_blocking(move || configured.with_profile(setting.value)).await??;
        self.0.now.store(Arc::new(made));
        *shown = setting.version;
        Ok(())
    }

    /// Shows what is set, here or in another process, as soon as it is. Never ends.
    pub async fn follow(self, db: Db) {
        let mut news = db.watch();
        loop {
            if let Err(error) = self.catch_up(&db).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "settings are shown later");
            }
            news.moved().await;
        }
    }
}
