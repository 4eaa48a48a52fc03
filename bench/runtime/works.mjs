// What is measured: one client against another, and how much of the other's CPU it may cost.

/**
 * @typedef {object} Work
 * @property {string} id the function's name in `clients.mjs`
 * @property {string} name
 * @property {number} concurrency
 * @property {string} judged the client that the target is for
 * @property {string} reference the client that is 1
 * @property {number} target
 * @property {readonly string[]} clients
 * @property {number} [warmUp] how much more code there is to be compiled than for others
 */

const ours = { judged: "ours", reference: "undici.request" };
const everyone = ["ours", "undici.request", "undici.fetch", "fetch", "node:http", "axios", "got", "ky"];

/** @type {readonly Work[]} */
export const works = [
  {
    ...ours,
    id: "get",
    name: "sequential small JSON GET, parsed",
    concurrency: 1,
    target: 0.95,
    clients: everyone,
  },
  { ...ours, id: "get", name: "50 concurrent", concurrency: 50, target: 0.9, clients: everyone },
  {
    ...ours,
    id: "post",
    name: "POST 1 KB JSON, parsed",
    concurrency: 1,
    target: 0.85,
    warmUp: 2.5,
    clients: everyone,
  },
  {
    ...ours,
    id: "merged",
    name: "20 concurrent, base URL + params + headers merged",
    concurrency: 20,
    target: 0.9,
    clients: everyone,
  },
  {
    ...ours,
    id: "gzip",
    name: "gzip JSON",
    concurrency: 1,
    target: 0.95,
    warmUp: 2,
    clients: everyone,
  },
  {
    ...ours,
    id: "full",
    name: "20 concurrent, every feature on",
    concurrency: 20,
    target: 1.05,
    clients: ["ours", "undici.request"],
  },
  {
    ...ours,
    id: "http2",
    name: "100 concurrent over HTTP/2",
    concurrency: 100,
    target: 0.7,
    clients: ["ours", "undici.request", "undici.fetch", "node:http"],
  },
  {
    id: "pet",
    name: "20 concurrent, a generated SDK's call and the same by hand",
    concurrency: 20,
    judged: "generated SDK",
    reference: "by hand",
    target: 1.1,
    warmUp: 4,
    clients: ["generated SDK", "by hand"],
  },
];

/** The reference once more, in another process: how far apart two measurements of one thing are. */
export const control = (reference) => `${reference} (again)`;
