//! What a job's function has at hand: the database, the clock, a way to tell how far it is.

use std::sync::{Arc, Mutex, PoisonError};

use db::Db;
use kernel::{Actor, Clock, boxed};
use tokio::sync::watch;

use crate::JobId;
use crate::handlers::Failure;
use crate::store::lease::{Held, Progress};

/// Why a job shall end before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Somebody called it off.
    Cancelled,
    /// Another worker has it now.
    Lost,
    /// This worker is being stopped.
    Stopping,
}

/// One run of a job, shared by its function and the worker.
#[derive(Debug)]
pub(crate) struct RunState {
    pub held: Held,
    progress: Mutex<Progress>,
    /// Counts reports, for whoever writes them down.
    pub reported: watch::Sender<u64>,
    /// The first reason stays.
    pub asked: watch::Sender<Option<Asked>>,
}

impl RunState {
    pub(crate) fn new(held: Held) -> Arc<Self> {
        let (reported, asked) = (watch::Sender::new(0), watch::Sender::new(None));
        Arc::new(Self { held, progress: Mutex::default(), reported, asked })
    }

    pub(crate) fn ask(&self, why: Asked) {
        self.asked.send_if_modified(|asked| asked.is_none() && asked.replace(why).is_none());
    }

    pub(crate) fn asked(&self) -> Option<Asked> {
        *self.asked.borrow()
    }

    pub(crate) fn progress(&self) -> Progress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_progress(&self, set: impl FnOnce(&mut Progress)) {
        set(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
        self.reported.send_modify(|count| *count += 1);
    }
}

/// Given to a job's function. Cheap to clone.
#[derive(Debug, Clone)]
pub struct JobContext {
    pub(crate) db: Db,
    pub(crate) run: Arc<RunState>,
    pub(crate) attempt: u32,
}

impl JobContext {
    /// The job's id.
    pub fn id(&self) -> JobId {
        self.run.held.id
    }

    /// Which try this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The shop's database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The one source of the time.
    pub fn clock(&self) -> &Clock {
        self.db.clock()
    }

    /// Dukkan itself at work: it may do everything.
    pub fn actor(&self) -> Actor {
        Actor::system("job")
    }

    /// Says how far it is, in whatever it counts; `total` 0 if nobody knows.
    ///
    /// Cheap: it is written down at most four times a second.
    pub fn report(&self, done: u64, total: u64) {
        self.run.set_progress(|progress| (progress.done, progress.total) = (done, total));
    }

    /// A sentence for staff, in place of the earlier one.
    pub fn note(&self, note: &str) {
        self.run.set_progress(|progress| progress.note = Some(note.to_owned()));
    }

    /// Whether it shall end now: it was cancelled, or its worker stops.
    pub fn is_cancelled(&self) -> bool {
        self.run.asked().is_some()
    }

    /// Ends the job's function through `?` if it shall end.
    ///
    /// # Errors
    /// [`Failure::Stopped`].
    pub fn checkpoint(&self) -> Result<(), Failure> {
        if self.is_cancelled() { Err(Failure::Stopped) } else { Ok(()) }
    }

    /// Returns once it shall end, for `select!`.
    #[boxed]
    pub async fn cancelled(&self) {
        let mut asked = self.run.asked.subscribe();
        // The sender lives as long as this context.
        let _never_closed = asked.wait_for(Option::is_some).await;
    }
}
