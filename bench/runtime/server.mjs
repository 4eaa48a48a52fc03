// The server of all measurements, in a process of its own: forked, it sends its ports and serves until it is killed.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { gzipSync } from "node:zlib";

const pet = JSON.stringify({ id: 7, name: "Rex", tags: ["good", "dog"], owner: { id: 1, name: "Tom" } });
const pets = JSON.stringify(Array.from({ length: 40 }, (_, id) => ({ ...JSON.parse(pet), id })));
const packedPets = gzipSync(pets);
const piece = Buffer.alloc(64 * 1024, 97);

/** Answers with `text` once the request is in. */
function answer(request, response, text) {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    });
    response.end(text);
  });
}

function serve(request, response) {
  const url = new URL(request.url, "http://localhost");
  switch (url.pathname) {
    case "/gzip":
      response.writeHead(200, {
        "content-type": "application/json",
        "content-encoding": "gzip",
        "content-length": packedPets.length,
      });
      response.end(packedPets);
      break;
    case "/never":
      request.resume();
      break;
    case "/download":
      download(response, Number(url.searchParams.get("bytes")));
      break;
    case "/upload": {
      let bytes = 0;
      request.on("data", (chunk) => {
        bytes += chunk.length;
      });
      request.on("end", () => response.end(JSON.stringify({ bytes })));
      break;
    }
    default:
      answer(request, response, pet);
  }
}

async function download(response, bytes) {
  response.writeHead(200, { "content-length": bytes });
  const gone = once(response, "close");
  for (let sent = 0; sent < bytes && !response.destroyed; sent += piece.length) {
    const part = bytes - sent < piece.length ? piece.subarray(0, bytes - sent) : piece;
    if (!response.write(part)) {
      await Promise.race([once(response, "drain"), gone]);
    }
  }
  response.end();
}

const http1 = createServer({ keepAliveTimeout: 120_000 }, serve);
const fixture = (name) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));
// Over TLS, where it is agreed on, as everywhere outside of benchmarks.
const http2 = createSecureServer({ key: fixture("server.key"), cert: fixture("server.crt") });
http2.on("sessionError", () => {});
http2.on("stream", (stream) => {
  stream.on("error", () => {});
  stream.respond({ ":status": 200, "content-type": "application/json" });
  stream.end(pet);
});
http1.listen(0, "127.0.0.1", () => {
  http2.listen(0, "127.0.0.1", () => {
    process.send({ http1: http1.address().port, http2: http2.address().port });
  });
});
process.on("disconnect", () => process.exit());
