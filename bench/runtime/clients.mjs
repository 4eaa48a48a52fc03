// Each client, doing each work once per call, as its documentation shows. Connections are kept alive, and there may be
// as many as requests at once: otherwise limits are measured, not clients. `ours` is the built package.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const ca = readFileSync(new URL("../../fixtures/tls/authority.crt", import.meta.url));
const payload = { id: 1, text: "x".repeat(980) };
const json = { "content-type": "application/json" };
const mergedHeaders = { "X-Client": "bench", "X-Request": "1" };

/**
 * @typedef {Record<string, () => Promise<unknown>>} Calls by the work's id; each throws unless it was answered
 * @typedef {{ http1: string, http2: string }} Bases URLs of the server
 */

/** @type {Record<string, (bases: Bases) => Promise<Calls>>} */
export const makeClient = {
  async ours({ http1, http2 }) {
    const { BasicAuth, Client } = await import("../../runtime/dist/index.js");
    const limits = { maxConnections: 200, maxKeepaliveConnections: 200 };
    const plain = new Client({ limits });
    const based = new Client({
      baseUrl: `${http1}/v1`,
      params: { api: "2" },
      headers: { "X-Client": "bench" },
      limits,
    });
    const full = new Client({
      limits,
      auth: new BasicAuth("tom", "mot123"),
      cookies: { session: "abc" },
      headers: { "X-Client": "bench" },
      followRedirects: true,
      timeout: { connect: 5_000, read: 5_000, write: 5_000, pool: 5_000, total: 30_000 },
      eventHooks: { request: [() => {}], response: [() => {}] },
    });
    const multiplexed = new Client({ http2: true, verify: { ca } });
    return {
      get: async () => (await plain.get(`${http1}/pets/7`)).json(),
      post: async () => (await plain.post(`${http1}/pets`, { json: payload })).json(),
      merged: async () =>
        (await based.get("/pets", { params: { page: 3 }, headers: { "X-Request": "1" } })).json(),
      gzip: async () => (await plain.get(`${http1}/gzip`)).json(),
      full: async () => (await full.get(`${http1}/pets/7`)).json(),
      http2: async () => (await multiplexed.get(`${http2}/pets/7`)).json(),
    };
  },

  async "generated SDK"({ http1 }) {
    const { importPetStore } = await import("./sdk.mjs");
    const { PetStore } = await importPetStore();
    const shop = new PetStore({ baseUrl: http1, auth: { bearer: "mot123" } });
    return { pet: () => shop.pets.getPet({ petId: "7" }) };
  },

  async "by hand"({ http1 }) {
    const { BearerAuth, Client } = await import("../../runtime/dist/index.js");
    const client = new Client({ baseUrl: http1, auth: new BearerAuth("mot123") });
    return { pet: async () => (await client.get("/pets/7")).raiseForStatus().json() };
  },

  async "undici.request"({ http1, http2 }) {
    const { Agent, request } = await import("undici");
    const dispatcher = new Agent();
    // undici 7 multiplexes only so.
    const multiplexed = new Agent({ allowH2: true, connect: { ca }, pipelining: 100, connections: 1 });
    const get = async () => (await request(`${http1}/pets/7`, { dispatcher })).body.json();
    return {
      get,
      post: async () => {
        const body = JSON.stringify(payload);
        return (
          await request(`${http1}/pets`, { dispatcher, method: "POST", headers: json, body })
        ).body.json();
      },
      merged: async () => {
        const query = { api: "2", page: 3 };
        return (await request(`${http1}/v1/pets`, { dispatcher, query, headers: mergedHeaders })).body.json();
      },
      gzip: async () => {
        const { body } = await request(`${http1}/gzip`, { dispatcher });
        return JSON.parse(gunzipSync(await body.arrayBuffer()).toString());
      },
      full: get,
      http2: async () => (await request(`${http2}/pets/7`, { dispatcher: multiplexed })).body.json(),
    };
  },

  async "undici.fetch"(bases) {
    const { Agent, fetch } = await import("undici");
    const dispatcher = new Agent();
    const multiplexed = new Agent({ allowH2: true, connect: { ca }, pipelining: 100, connections: 1 });
    return {
      ...fetching((url, init) => fetch(url, { ...init, dispatcher }), bases),
      http2: async () => (await fetch(`${bases.http2}/pets/7`, { dispatcher: multiplexed })).json(),
    };
  },

  async fetch(bases) {
    return fetching(fetch, bases);
  },

  async "node:http"({ http1, http2 }) {
    const { Agent, request } = await import("node:http");
    const { connect } = await import("node:http2");
    const agent = new Agent({ keepAlive: true });
    const session = connect(http2, { ca });
    session.unref();
    const send = (url, options, body, decode = String) =>
      new Promise((resolve, reject) => {
        const sent = request(url, { agent, ...options }, (response) => {
          const chunks = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("end", () => resolve(JSON.parse(decode(Buffer.concat(chunks)))));
        });
        sent.on("error", reject);
        sent.end(body);
      });
    return {
      get: () => send(`${http1}/pets/7`, {}),
      post: () => send(`${http1}/pets`, { method: "POST", headers: json }, JSON.stringify(payload)),
      merged: () => send(mergedUrl(http1), { headers: mergedHeaders }),
      gzip: () => send(`${http1}/gzip`, {}, undefined, (bytes) => gunzipSync(bytes).toString()),
      http2: () =>
        new Promise((resolve, reject) => {
          const stream = session.request({ ":path": "/pets/7" });
          let text = "";
          stream.setEncoding("utf8");
          stream.on("data", (chunk) => {
            text += chunk;
          });
          stream.on("end", () => resolve(JSON.parse(text)));
          stream.on("error", reject);
        }),
    };
  },

  async axios({ http1 }) {
    const { default: axios } = await import("axios");
    const { Agent } = await import("node:http");
    const httpAgent = new Agent({ keepAlive: true });
    const plain = axios.create({ httpAgent });
    const based = axios.create({
      httpAgent,
      baseURL: `${http1}/v1`,
      params: { api: "2" },
      headers: { "X-Client": "bench" },
    });
    return {
      get: async () => (await plain.get(`${http1}/pets/7`)).data,
      post: async () => (await plain.post(`${http1}/pets`, payload)).data,
      merged: async () =>
        (await based.get("/pets", { params: { page: 3 }, headers: { "X-Request": "1" } })).data,
      gzip: async () => (await plain.get(`${http1}/gzip`)).data,
    };
  },

  async got({ http1 }) {
    const { default: got } = await import("got");
    const { Agent } = await import("node:http");
    const plain = got.extend({ agent: { http: new Agent({ keepAlive: true }) }, retry: { limit: 0 } });
    const based = plain.extend({
      prefixUrl: `${http1}/v1`,
      searchParams: { api: "2" },
      headers: { "x-client": "bench" },
    });
    return {
      get: () => plain.get(`${http1}/pets/7`).json(),
      post: () => plain.post(`${http1}/pets`, { json: payload }).json(),
      merged: () => based.get("pets", { searchParams: { page: 3 }, headers: { "x-request": "1" } }).json(),
      gzip: () => plain.get(`${http1}/gzip`).json(),
    };
  },

  async ky({ http1 }) {
    const { default: ky } = await import("ky");
    const plain = ky.create({ retry: 0, timeout: false });
    const based = plain.extend({ prefixUrl: `${http1}/v1`, headers: { "x-client": "bench" } });
    return {
      get: () => plain.get(`${http1}/pets/7`).json(),
      post: () => plain.post(`${http1}/pets`, { json: payload }).json(),
      merged: () =>
        based.get("pets", { searchParams: { api: "2", page: 3 }, headers: { "x-request": "1" } }).json(),
      gzip: () => plain.get(`${http1}/gzip`).json(),
    };
  },
};

function fetching(fetch, { http1 }) {
  return {
    get: async () => (await fetch(`${http1}/pets/7`)).json(),
    post: async () => {
      const body = JSON.stringify(payload);
      return (await fetch(`${http1}/pets`, { method: "POST", headers: json, body })).json();
    },
    merged: async () => (await fetch(mergedUrl(http1), { headers: mergedHeaders })).json(),
    gzip: async () => (await fetch(`${http1}/gzip`)).json(),
  };
}

function mergedUrl(base) {
  const url = new URL(`${base}/v1/pets`);
  url.searchParams.set("api", "2");
  url.searchParams.set("page", "3");
  return url;
}
