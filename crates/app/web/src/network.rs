//! The threads that talk to clients, and how a request that takes longer leaves them.
//!
//! Sockets and short answers have a few threads of their own. One that is kept busy hears of many sockets at once, and
//! neither sleeps nor wakes another between two requests, as threads do that share them: a short answer takes about an
//! eighth less of the processor. What takes longer goes on with the process' other threads, one a core, so that no short
//! answer waits behind it.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::io;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread::available_parallelism;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use kernel::ErrorCode;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use crate::Problem;
use crate::routing::Next;

/// One thread for the network to so many cores; measured on two alone.
const CORES_A_THREAD: usize = 4;
pub(crate) const THREAD_NAME: &str = "network";

/// The network's threads. Dropped, they end soon, with what they do and what has left them.
pub struct NetworkThreads {
    threads: Handle,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
}

impl NetworkThreads {
    /// Starts them. What takes longer goes on in the runtime from which this is called.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn open() -> io::Result<Self> {
        let others = Handle::current();
        let cores = available_parallelism().map_or(1, usize::from);
        let runtime = Builder::new_multi_thread()
            .worker_threads(cores.div_ceil(CORES_A_THREAD))
            .thread_name(THREAD_NAME)
            .on_thread_start(move || OTHERS.set(Some(others.clone())))
            .enable_all()
            .build()?;
        Ok(Self { threads: runtime.handle().clone(), runtime: Some(runtime) })
    }

    /// Starts `work` on them; what it spawns is theirs too.
    pub fn spawn<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        self.threads.spawn(work)
    }
}

impl Drop for NetworkThreads {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Without waiting for them, which a thread of another runtime must not.
            runtime.shutdown_background();
        }
    }
}

thread_local! {
    /// Where what takes longer goes on; only the network's threads know.
    static OTHERS: RefCell<Option<Handle>> = const { RefCell::new(None) };
    /// Whether the request that this thread works on may leave it.
    static DOOR: Cell<Door> = const { Cell::new(Door::Closed) };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    /// It stays where it is.
    Closed,
    /// It may.
    Open,
    /// It wants to.
    Left,
}

/// Lets the rest of a request go on away from the network's threads; anywhere else it goes on at once.
pub(crate) async fn leave() {
    poll_fn(|_context| {
        if DOOR.get() == Door::Closed {
            return Poll::Ready(());
        }
        // Whoever polls us sees to it that we are polled again, elsewhere.
        DOOR.set(Door::Left);
        Poll::Pending
    })
    .await;
}

/// An answer on its way, of whatever handler.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// An answer on its way that may leave the network's threads between two of its steps.
pub(crate) enum Handled {
    Here(Answering),
    Elsewhere(JoinHandle<Response>),
}

impl Handled {
    /// The answer that `answering` makes, elsewhere from its first step on if it `leaves` at once.
    pub(crate) fn new(answering: Answering, leaves: bool) -> Self {
        if leaves && let Some(others) = others() {
            return Self::Elsewhere(others.spawn(answering));
        }
        Self::Here(answering)
    }
}

impl Future for Handled {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        if let Self::Here(answering) = &mut *self {
            let (polled, left) = poll_beside_door(answering, context);
            let Some(others) = left.then(others).flatten() else { return polled };
            let answering = std::mem::replace(answering, Box::pin(pending()));
            *self = Self::Elsewhere(others.spawn(answering));
        }
        match &mut *self {
            Self::Here(_answering) => Poll::Pending,
            Self::Elsewhere(answering) => match ready!(Pin::new(answering).poll(context)) {
                Ok(response) => Poll::Ready(response),
                Err(error) => match error.try_into_panic() {
                    Ok(panic) => resume_unwind(panic),
                    Err(_the_end) => Poll::Ready(Problem::of(ErrorCode::Unavailable).into_response()),
                },
            },
        }
    }
}

/// The next step of an answer, and whether it wants to take those after it elsewhere.
fn poll_beside_door(answering: &mut Answering, context: &mut Context<'_>) -> (Poll<Response>, bool) {
    let _door = OTHERS.with_borrow(Option::is_some).then(OpenDoor::new);
    let polled = answering.as_mut().poll(context);
    let left = polled.is_pending() && DOOR.get() == Door::Left;
    (polled, left)
}

/// Closes the door behind a step, a panic too: who waited at it outside of one would wait for ever.
struct OpenDoor;

impl OpenDoor {
    fn new() -> Self {
        DOOR.set(Door::Open);
        Self
    }
}

impl Drop for OpenDoor {
    fn drop(&mut self) {
        DOOR.set(Door::Closed);
    }
}

/// A layer around what leaves at once, with all that stands around it.
pub(crate) async fn elsewhere(request: Request, next: Next) -> Response {
    Handled::new(Box::pin(next.run(request)), true).await
}

fn others() -> Option<Handle> {
    OTHERS.with_borrow(Clone::clone)
}

/// A client that is gone is not answered any further, wherever its answer is made.
impl Drop for Handled {
    fn drop(&mut self) {
        if let Self::Elsewhere(answering) = self {
            answering.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::task::Waker;

    use tokio::sync::oneshot;

    use super::*;

    fn is_the_networks() -> bool {
        std::thread::current().name() == Some(THREAD_NAME)
    }

    /// What a handler answers with that tells where it was before and after its wish to leave.
    fn places() -> Answering {
        Box::pin(async {
            let before = is_the_networks();
            leave().await;
            format!("{before} {}", is_the_networks()).into_response()
        })
    }

    async fn body(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 99).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn what_wants_to_leave_goes_on_elsewhere_and_all_else_stays() {
        let network = NetworkThreads::open().unwrap();
        let left = network.spawn(async { Handled::new(places(), false).await }).await.unwrap();
        assert_eq!(body(left).await, "true false");
        let stays = Box::pin(async {
            tokio::task::yield_now().await;
            is_the_networks().to_string().into_response()
        });
        let stayed = network.spawn(async { Handled::new(stays, false).await }).await.unwrap();
        assert_eq!(body(stayed).await, "true");
    }

    #[tokio::test]
    async fn what_leaves_at_once_is_elsewhere_from_its_first_step() {
        let network = NetworkThreads::open().unwrap();
        let answered = network.spawn(async { Handled::new(places(), true).await }).await.unwrap();
        assert_eq!(body(answered).await, "false false");
    }

    #[tokio::test]
    async fn without_threads_of_the_network_nothing_moves() {
        for leaves in [false, true] {
            let mut handled = Handled::new(places(), leaves);
            let polled = Pin::new(&mut handled).poll(&mut Context::from_waker(Waker::noop()));
            assert!(polled.is_ready() && matches!(handled, Handled::Here(_)));
        }
    }

    #[tokio::test]
    async fn what_no_handler_asks_for_goes_on_where_it_is() {
        let network = NetworkThreads::open().unwrap();
        assert_eq!(body(network.spawn(places()).await.unwrap()).await, "true true");
    }

    #[tokio::test]
    async fn a_panic_elsewhere_is_one_of_the_request() {
        let network = NetworkThreads::open().unwrap();
        let panics = Box::pin(async {
            leave().await;
            panic!("far away")
        });
        let failed = network.spawn(async { Handled::new(panics, false).await }).await;
        let panic = failed.unwrap_err().into_panic();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"far away"));
    }

    #[tokio::test]
    async fn a_panic_leaves_no_door_open() {
        let network = NetworkThreads::open().unwrap();
        let panics = || {
            let mut handled = Handled::new(Box::pin(async { panic!("here") }), false);
            let mut context = Context::from_waker(Waker::noop());
            catch_unwind(AssertUnwindSafe(|| Pin::new(&mut handled).poll(&mut context).is_ready()))
        };
        let after = async move { (panics().is_err(), DOOR.get() == Door::Closed) };
        assert_eq!(network.spawn(after).await.unwrap(), (true, true));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_ends_elsewhere_too() {
        let network = NetworkThreads::open().unwrap();
        let (begun, has_begun) = oneshot::channel();
        let (held, dropped) = oneshot::channel::<()>();
        let endless = Box::pin(async move {
            leave().await;
            begun.send(()).unwrap();
            let _held = held;
            pending().await
        });
        let answering = network.spawn(async { Handled::new(endless, false).await });
        has_begun.await.unwrap();
        answering.abort();
        assert!(dropped.await.is_err());
    }
}
