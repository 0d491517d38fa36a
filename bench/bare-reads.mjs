// Reads all pages of lists, and one more list for each object of some of them, four requests at a time, and does
// nothing with them: what an export is measured against. Prints how many requests there were, and for what.
// usage: node bench/bare-reads.mjs URL LISTS.json   (see bench/export.mjs; the token: AUTHENTIK_TOKEN)
import { readFileSync } from 'node:fs';

const [url, file] = process.argv.slice(2);
const headers = { authorization: `Bearer ${process.env.AUTHENTIK_TOKEN}` };
const waiting = [];
let running = 0;

/** The answer to a GET, as JSON. */
async function get(path) {
  if (running >= 4) await new Promise((resolve) => waiting.push(resolve));
  running += 1;
  try {
    const response = await fetch(`${url}/api/v3${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return await response.json();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

let [pages, holders] = [0, 0];
async function readAll(path) {
  const page = (number) => get(`${path}${path.includes('?') ? '&' : '?'}page_size=100&page=${number}`);
  const first = await page(1);
  const count = Math.max(1, first.pagination.total_pages);
  const rest = await Promise.all(Array.from({ length: count - 1 }, (_, index) => page(index + 2)));
  return { count, items: [first, ...rest].flatMap(({ results }) => results) };
}
await Promise.all(
  JSON.parse(readFileSync(file, 'utf8')).map(async ({ path, pk, each }) => {
    const { count, items } = await readAll(path);
    pages += count;
    if (each === undefined) return;
    holders += items.length;
    await Promise.all(items.map((item) => readAll(`${each}${item[pk]}`)));
  }),
);
console.log(JSON.stringify({ pages, holders }));
