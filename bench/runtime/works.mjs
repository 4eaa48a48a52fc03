// What is measured, and how much of `undici.request`'s CPU ours may cost.

/**
 * @typedef {object} Work
 * @property {string} id the function's name in `clients.mjs`
 * @property {string} name
 * @property {number} concurrency
 * @property {number} target
 * @property {readonly string[]} clients
 */

const everyone = ["ours", "undici.request", "undici.fetch", "fetch", "node:http", "axios", "got", "ky"];

/** @type {readonly Work[]} */
export const works = [
  { id: "get", name: "sequential small JSON GET, parsed", concurrency: 1, target: 0.95, clients: everyone },
  { id: "get", name: "50 concurrent", concurrency: 50, target: 0.9, clients: everyone },
  { id: "post", name: "POST 1 KB JSON, parsed", concurrency: 1, target: 0.85, clients: everyone },
  {
    id: "merged",
    name: "20 concurrent, base URL + params + headers merged",
    concurrency: 20,
    target: 0.9,
    clients: everyone,
  },
  { id: "gzip", name: "gzip JSON", concurrency: 1, target: 0.95, clients: everyone },
  {
    id: "full",
    name: "20 concurrent, every feature on",
    concurrency: 20,
    target: 1.05,
    clients: ["ours", "undici.request"],
  },
  {
    id: "http2",
    name: "100 concurrent over HTTP/2",
    concurrency: 100,
    target: 0.7,
    clients: ["ours", "undici.request", "undici.fetch", "node:http"],
  },
];

export const REFERENCE = "undici.request";
/** The reference once more, in another process: how far apart two measurements of one thing are. */
export const CONTROL = "undici.request (again)";
