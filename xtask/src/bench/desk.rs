//! The desk of the staff: lists, products and edits of somebody signed in, by the API and as pages.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures::future::try_join_all;
use serde_json::{Value, json};

use super::BenchArgs;
use super::load::{self, Connection, Run};
use super::random::Random;
use super::report::{say, waits};
use super::server::{Process, Server};
use super::workload::query;

/// Clerks who work at once.
const CLERKS: usize = 4;
/// What each row asks, over and over.
const VARIED: usize = 500;
const OWNER: (&str, &str) = ("bench@shop.example", "a password of the bench");
const SORTS: [&str; 5] = ["changed", "sku", "price", "-price", "stock"];

/// Somebody who may do everything.
#[derive(Debug, Clone)]
pub(crate) struct Clerk {
    address: String,
    /// The header that programs send.
    bearer: String,
    /// The header that browsers send.
    cookie: String,
}

impl Clerk {
    /// Makes the owner of the bench's shop if there is none, and signs them in.
    pub(crate) async fn sign_in(server: &Server) -> Result<Self> {
        let address = server.address.clone();
        let mut connection = Connection::open(&address).await?;
        let (email, password) = OWNER;
        if let Some(token) = server.owners_token()? {
            let owner = json!({"token": token, "email": email, "name": "Bench", "password": password});
            let request = request(&address, "POST", "/api/admin/auth/first-owner", "", &owner.to_string());
            connection.exchange(&request).await.context("the owner cannot be made")?;
        }
        let who = json!({"email": email, "password": password}).to_string();
        let login = request(&address, "POST", "/api/admin/auth/login", "", &who);
        let reply =
            connection.exchange(&login).await.context("the shop has another owner than the bench's")?;
        let tokens: Value = serde_json::from_slice(reply.body)?;
        let bearer = format!("Authorization: Bearer {}\r\n", text(&tokens, "accessToken"));
        let browser = request(&address, "POST", "/api/admin/auth/browser", "", &who);
        let reply = connection.exchange(&browser).await?;
        let cookie = reply.header("set-cookie").and_then(|set| set.split(';').next());
        let cookie = format!("Cookie: {}\r\n", cookie.context("no cookie was set")?);
        Ok(Self { address, bearer, cookie })
    }

    /// The same person at another process of the shop.
    pub(crate) fn at(&self, server: &Server) -> Self {
        Self { address: server.address.clone(), ..self.clone() }
    }

    fn get(&self, signed: &str, target: &str) -> Vec<u8> {
        request(&self.address, "GET", target, signed, "")
    }

    /// The ids of some products, and of all brands.
    async fn gather(&self, random: &mut Random) -> Result<(Vec<String>, Vec<String>)> {
        let mut connection = Connection::open(&self.address).await?;
        let brands = self.get(&self.bearer, "/api/admin/brands");
        let brands = ids(&serde_json::from_slice(connection.exchange(&brands).await?.body)?);
        let mut products = Vec::new();
        for _ in 0..10 {
            let target = format!("/api/admin/products?limit=200&brand={}&sort=sku", random.pick(&brands));
            let reply = connection.exchange(&self.get(&self.bearer, &target)).await?;
            let page: Value = serde_json::from_slice(reply.body)?;
            products.append(&mut ids(&page["items"]));
        }
        ensure!(!products.is_empty(), "the shop has no products");
        Ok((brands, products))
    }
}

/// Starts the shop and works at its desk.
pub(crate) async fn measure(args: &BenchArgs, binary: &Path, shop: &Path) -> Result<()> {
    let server = Server::start(binary, shop, true).await?;
    let clerk = Clerk::sign_in(&server).await?;
    let process = server.process();
    let mut random = Random(args.seed);
    let (brands, products) = clerk.gather(&mut random).await?;
    let time = Duration::from_secs_f64(args.seconds);
    let mut rows = Vec::new();
    for (name, signed, path, by_id) in [
        ("list, API", &clerk.bearer, "/api/admin/products", false),
        ("product, API", &clerk.bearer, "/api/admin/products", true),
        ("list, page", &clerk.cookie, "/desk/products", false),
        ("product, page", &clerk.cookie, "/desk/products", true),
    ] {
        let one = |random: &mut Random| {
            if by_id { format!("{path}/{}", random.pick(&products)) } else { list(path, &brands, random) }
        };
        let requests: Vec<Vec<u8>> = (0..VARIED).map(|_| clerk.get(signed, &one(&mut random))).collect();
        load::run_once(&server.address, &requests, CLERKS).await?;
        rows.push((name, load::run(&server.address, &process, &requests, CLERKS, time).await?));
    }
    for (name, clerks) in
        [("edit with If-Match, one after another", 1), ("edit with If-Match, four at once", CLERKS)]
    {
        rows.push((name, edit(&clerk, &process, &products, clerks, time).await?));
    }
    say(&format!("\n### at the desk, {CLERKS} clerks signed in"));
    say(&waits(&rows));
    server.stop().await
}

/// A list as clerks narrow it: by words or by brand, in some order, or as it is.
fn list(path: &str, brands: &[String], random: &mut Random) -> String {
    let sort = SORTS[random.below(SORTS.len())];
    match random.below(4) {
        0 => path.to_owned(),
        1 => format!("{path}?sort={sort}"),
        2 => format!("{path}?sort={sort}&brand={}", random.pick(brands)),
        _ => {
            let words = query(random);
            let encoded = percent_encoding::utf8_percent_encode(&words, percent_encoding::NON_ALPHANUMERIC);
            format!("{path}?q={encoded}")
        }
    }
}

/// Clerks who change prices, each of their own products, under the version that they saw last.
async fn edit(
    clerk: &Clerk,
    process: &Process,
    products: &[String],
    clerks: usize,
    time: Duration,
) -> Result<Run> {
    let cpu = process.cpu_seconds()?;
    let begun = Instant::now();
    let shares = (0..clerks).map(|number| {
        let own: Vec<&String> = products.iter().skip(number).step_by(clerks).collect();
        edit_share(clerk, own, begun + time)
    });
    let mut run = Run::default();
    for latencies in try_join_all(shares).await? {
        run.latencies.extend(latencies);
    }
    run.requests = run.latencies.len() as u64;
    run.seconds = begun.elapsed().as_secs_f64();
    run.cpu_seconds = process.cpu_seconds()? - cpu;
    run.latencies.sort_unstable();
    Ok(run)
}

async fn edit_share(clerk: &Clerk, products: Vec<&String>, ends: Instant) -> Result<Vec<u32>> {
    let mut connection = Connection::open(&clerk.address).await?;
    let mut latencies = Vec::new();
    for (round, id) in products.iter().cycle().enumerate() {
        if Instant::now() >= ends {
            break;
        }
        let version = Product::seen(clerk, &mut connection, id).await?;
        let price = 10_000 + (round as i64 % 500) * 10;
        let begun = Instant::now();
        version.reprice(clerk, &mut connection, price).await?;
        latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    Ok(latencies)
}

/// A product in the version in which somebody saw it.
pub(crate) struct Product {
    path: String,
    version: String,
}

impl Product {
    pub(crate) async fn seen(clerk: &Clerk, connection: &mut Connection, id: &str) -> Result<Self> {
        let path = format!("/api/admin/products/{id}");
        let reply = connection.exchange(&clerk.get(&clerk.bearer, &path)).await?;
        let version = reply.header("etag").context("a product without an ETag")?.to_owned();
        Ok(Self { path, version })
    }

    /// Gives it another price.
    pub(crate) async fn reprice(self, clerk: &Clerk, connection: &mut Connection, minor: i64) -> Result<()> {
        let signed = format!("{}If-Match: {}\r\n", clerk.bearer, self.version);
        let patch = json!({ "priceMinor": minor }).to_string();
        connection.exchange(&request(&clerk.address, "PATCH", &self.path, &signed, &patch)).await?;
        Ok(())
    }
}

pub(crate) fn request(address: &str, method: &str, target: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: identity\r\n{headers}");
    format!("{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
}

fn ids(items: &Value) -> Vec<String> {
    items.as_array().into_iter().flatten().map(|item| text(item, "id")).collect()
}

pub(crate) fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}
