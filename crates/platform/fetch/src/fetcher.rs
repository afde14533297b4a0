//! The requests themselves.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode, header};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use rustls::ClientConfig;

use crate::guard::check_url;
use crate::resolver::GuardedResolver;
use crate::{FetchError, FetchSettings};

/// A request that changes something elsewhere: it follows no redirect.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Where to.
    pub url: String,
    /// Usually `POST`.
    pub method: Method,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Where it came from in the end.
    pub url: String,
    /// How it went.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, as it was sent: no compression is asked for.
    pub body: Bytes,
}

/// Asks addresses outside. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    settings: Arc<FetchSettings>,
}

impl Fetcher {
    /// A client that keeps to `settings`: without cookies, proxies of the environment or redirects of its own.
    ///
    /// # Errors
    /// [`FetchError::Failed`] if the cryptography cannot be set up.
    pub fn new(settings: FetchSettings) -> Result<Self, FetchError> {
        let client = Client::builder()
            .tls_backend_preconfigured(tls())
            .dns_resolver(Arc::new(GuardedResolver(Arc::clone(&settings.lookup))))
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            .retry(reqwest::retry::never())
            .connect_timeout(settings.connect_limit)
            .user_agent(&settings.user_agent)
            .build()?;
        Ok(Self { client, settings: Arc::new(settings) })
    }

    /// Whether this address could be asked, as far as can be seen without asking.
    ///
    /// For a form that takes an address: what it accepts is checked again when it is used.
    pub fn check(&self, url: &str) -> Result<(), FetchError> {
        check_url(url, &self.settings.trusted).map(|_| ())
    }

    /// Fetches `url`, following redirects to addresses that may be asked.
    pub async fn get(&self, url: &str) -> Result<Fetched, FetchError> {
        self.in_time(async {
            let mut url = check_url(url, &self.settings.trusted)?;
            for _ in 0..=self.settings.most_redirects {
                let response = self.client.get(url.clone()).send().await?;
                match self.redirected(&url, &response)? {
                    Some(next) => url = next,
                    None => return self.read(response).await,
                }
            }
            Err(FetchError::TooManyRedirects(self.settings.most_redirects))
        })
        .await
    }

    /// Sends `request`; a redirect is its answer.
    pub async fn send(&self, request: Outgoing) -> Result<Fetched, FetchError> {
        self.in_time(async {
            let url = check_url(&request.url, &self.settings.trusted)?;
            let sent = self.client.request(request.method, url).headers(request.headers).body(request.body);
            self.read(sent.send().await?).await
        })
        .await
    }

    async fn in_time<T>(
        &self,
        fetched: impl Future<Output = Result<T, FetchError>>,
    ) -> Result<T, FetchError> {
        let limit = self.settings.time_limit;
        tokio::time::timeout(limit, fetched).await.unwrap_or(Err(FetchError::TooSlow(limit)))
    }

    /// Where the answer sends us, checked as any other address.
    fn redirected(&self, from: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
        let location =
            response.headers().get(header::LOCATION).filter(|_| response.status().is_redirection());
        let Some(location) = location else { return Ok(None) };
        let bad = |reason: String| FetchError::BadUrl { url: format!("{location:?}"), reason };
        let text = location.to_str().map_err(|error| bad(error.to_string()))?;
        let next = from.join(text).map_err(|error| bad(error.to_string()))?;
        if from.scheme() == "https" && next.scheme() == "http" {
            return Err(bad("it leads from https back to http".to_owned()));
        }
        check_url(next.as_str(), &self.settings.trusted).map(Some)
    }

    async fn read(&self, mut response: Response) -> Result<Fetched, FetchError> {
        let most = self.settings.most_bytes;
        if response.content_length().is_some_and(|length| length > most as u64) {
            return Err(FetchError::TooLarge(most));
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > most {
                return Err(FetchError::TooLarge(most));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Fetched {
            url: response.url().to_string(),
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: body.freeze(),
        })
    }
}

/// The roots that browsers trust, carried along: nothing to install.
fn tls() -> ClientConfig {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()
}
