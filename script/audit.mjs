// Called by script/audit: axe-core and Lighthouse on the shop at the given address; prints one table.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const address = process.argv[2].replace(/\/$/, "");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const least = 95;
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
];

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

const browser = await puppeteer.launch({ executablePath: process.env.CHROME_PATH, headless: true, args: flags });
let failed = false;
try {
  const paths = await findPaths();
  const table = [];
  for (const locale of ["fr", "ar"]) {
    for (const [name, path] of Object.entries(paths)) {
      const url = `${address}/${locale}${path}`;
      const row = { page: `${name} ${locale}` };
      for (const scheme of ["light", "dark"]) {
        const page = await browser.newPage();
        await page.setBypassCSP(true);
        await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.goto(url, { waitUntil: "networkidle0" });
        await page.evaluate(axe);
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const found = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: "tag", values } }), tags);
        row[`axe ${scheme}`] = found.violations.length;
        for (const violation of found.violations) {
          failed = true;
          console.log(`${url} (${scheme}): ${violation.id}: ${violation.help}`);
          for (const node of violation.nodes.slice(0, 3)) console.log(`    ${node.target}: ${node.html.slice(0, 160)}`);
        }
        await page.close();
      }
      const report = await lighthouse(url, { port: new URL(browser.wsEndpoint()).port, output: "json", logLevel: "error" });
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
      table.push(row);
    }
  }
  console.table(table);
} finally {
  await browser.close();
}
if (failed) {
  console.error(`axe must find nothing and every category must reach ${least}`);
  process.exitCode = 1;
}
