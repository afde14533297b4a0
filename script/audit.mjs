// Called by script/audit: axe-core and Lighthouse on the shop at the given address, and on its desk if the third
// argument is a link that makes the first owner, or E-MAIL:PASSWORD of one; prints one table.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const address = process.argv[2].replace(/\/$/, "");
const way = process.argv[3];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const least = 95;
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
];

const browser = await puppeteer.launch({ executablePath: process.env.CHROME_PATH, headless: true, args: flags });
const table = [];
let failed = false;

/** A category and a product that the shop has: those that its own pages link to first. */
const findPaths = async () => {
  const first = async (path, pattern) => {
    const page = await (await fetch(address + path)).text();
    const match = page.match(pattern);
    if (!match) throw new Error(`${path} links to no ${pattern}`);
    return match[1];
  };
  const category = await first("/fr", /class="tile" href="\/fr(\/c\/[^"]+)"/);
  const product = await first(`/fr${category}`, /class="row-name" href="\/fr(\/p\/[^"]+)"/);
  return { home: "", category, search: "/search?q=plaquettes%20frein", product };
};

/** What axe finds on a page at this width, light and dark. */
const runAxe = async (row, url, width) => {
  for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage();
    await page.setBypassCSP(true);
    await page.setViewport({ width, height: 844, isMobile: width < 700, hasTouch: width < 700 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(url, { waitUntil: "networkidle0" });
    await page.evaluate(axe);
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: "tag", values } }), tags);
    row[`axe ${scheme}`] = (row[`axe ${scheme}`] ?? 0) + found.violations.length;
    for (const violation of found.violations) {
      failed = true;
      console.log(`${url} (${scheme}, ${width}): ${violation.id}: ${violation.help}`);
      for (const node of violation.nodes.slice(0, 3)) console.log(`    ${node.target}: ${node.html.slice(0, 160)}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) {
      failed = true;
      console.log(`${url} (${width}): ${wide} pixels wider than the screen`);
    }
    await page.close();
  }
};

/** Lighthouse's scores, as on a phone. */
const runLighthouse = async (row, url, categories) => {
  const port = Number(new URL(browser.wsEndpoint()).port);
  const settings = { port, output: "json", logLevel: "error", disableStorageReset: true };
  const report = await lighthouse(url, { ...settings, ...(categories && { onlyCategories: categories }) });
  for (const [key, category] of Object.entries(report.lhr.categories)) {
    const score = Math.round((category.score ?? 0) * 100);
    row[key] = score;
    if (score < least) {
      failed = true;
      const audits = category.auditRefs.map((ref) => report.lhr.audits[ref.id]);
      for (const audit of audits.filter((it) => it.score !== null && it.score < 0.9)) {
        console.log(`${url}: ${key} ${score}: ${audit.id}: ${audit.title} ${audit.displayValue ?? ""}`);
      }
    }
  }
};

/** Sends the form of a page as somebody would. */
const send = async (page, fields) => {
  for (const [name, value] of Object.entries(fields)) await page.type(`[name=${name}]`, value);
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click("main form button")]);
};

/** Signs in; the pages of the desk, with one of each kind that the shop has. */
const openDesk = async () => {
  const page = await browser.newPage();
  if (way.startsWith("http")) {
    await page.goto(way);
    await send(page, { name: "Owner", email: "owner@example.com", password: "correct horse battery" });
  } else {
    await page.goto(`${address}/desk/sign-in`);
    const [email, password] = way.split(/:(.*)/s);
    await send(page, { email, password });
  }
  if (!page.url().endsWith("/desk")) throw new Error(`signing in led to ${page.url()}`);
  const first = async (path, selector) => {
    await page.goto(address + path);
    return page.$eval(selector, (link) => link.getAttribute("href"));
  };
  const paths = {
    home: "/desk", products: "/desk/products", product: await first("/desk/products?sort=sku", "a.name"),
    "new product": "/desk/products/new", categories: "/desk/categories", brands: "/desk/brands",
    vehicles: "/desk/vehicles", synonyms: "/desk/synonyms", files: "/desk/files", jobs: "/desk/jobs",
    audit: "/desk/audit", staff: "/desk/staff", webhooks: "/desk/webhooks", keys: "/desk/api-keys",
    forecasts: "/desk/forecasts", orders: "/desk/forecasts/list?kind=restock",
    accuracy: "/desk/forecasts/accuracy", rules: "/desk/forecasts/rules", settings: "/desk/settings", account: "/desk/account", found: "/desk/search?q=filtre",
    nothing: "/desk/products?q=zzzz", missing: "/desk/nowhere",
  };
  await page.close();
  return paths;
};

try {
  const paths = await findPaths();
  for (const locale of ["fr", "ar"]) {
    for (const [name, path] of Object.entries(paths)) {
      const url = `${address}/${locale}${path}`;
      const row = { page: `${name} ${locale}` };
      await runAxe(row, url, 390);
      await runLighthouse(row, url);
      table.push(row);
    }
  }
  if (way) {
    const gate = { page: "desk: sign in fr" };
    await runAxe(gate, `${address}/desk/sign-in`, 390);
    table.push(gate);
    const desk = await openDesk();
    for (const locale of ["fr", "ar"]) {
      await browser.setCookie({ name: "desk-language", value: locale, domain: new URL(address).hostname, path: "/desk" });
      for (const [name, path] of Object.entries(desk)) {
        const row = { page: `desk: ${name} ${locale}` };
        for (const width of [390, 1280]) await runAxe(row, address + path, width);
        if (locale === "fr" && ["home", "products", "product"].includes(name)) {
          await runLighthouse(row, address + path, ["performance", "accessibility", "best-practices"]);
        }
        table.push(row);
      }
    }
  }
  console.table(table);
} finally {
  await browser.close();
}
if (failed) {
  console.error(`axe must find nothing, no page be wider than its screen, and every category reach ${least}`);
  process.exitCode = 1;
}
