// The API of `fixtures/specs/notes.yaml` with its own authorization server.

import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";

/** @typedef {{ url: string, tokenRequests: URLSearchParams[], close: () => Promise<void> }} NotesServer */

/** @returns {Promise<NotesServer>} */
export async function startNotesServer(port = 0) {
  const notes = [{ text: "Water the plants", author: "someone" }];
  /** @type {URLSearchParams[]} */
  const tokenRequests = [];
  /** Who holds which access token. @type {Map<string, string>} */
  const holders = new Map();
  /** The challenges of the codes that were given out. @type {Map<string, string>} */
  const challenges = new Map();

  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
    const url = new URL(request.url ?? "/", "http://localhost");
    const json = (/** @type {number} */ status, /** @type {unknown} */ value) =>
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));

    switch (`${request.method} ${url.pathname}`) {
      case "GET /authorize": {
        const code = randomUUID();
        challenges.set(code, url.searchParams.get("code_challenge") ?? "");
        const back = new URL(url.searchParams.get("redirect_uri") ?? "");
        back.searchParams.set("code", code);
        back.searchParams.set("state", url.searchParams.get("state") ?? "");
        return response.writeHead(302, { Location: back.href }).end();
      }
      case "POST /token": {
        const form = new URLSearchParams(body);
        tokenRequests.push(form);
        const holder = holderOf(form, request.headers.authorization);
        if (holder === undefined) return json(400, { error: "invalid_grant" });
        const access_token = randomUUID();
        holders.set(access_token, holder);
        return json(200, { access_token, token_type: "Bearer", expires_in: 3600, refresh_token: "again" });
      }
    }
    const holder = holders.get(request.headers.authorization?.replace(/^Bearer /, "") ?? "");
    if (url.pathname !== "/notes") return json(404, { title: "Nothing there" });
    if (holder === undefined) return json(401, { title: "Say who you are" });
    if (request.method === "GET") return json(200, notes);
    const note = { text: JSON.parse(body).text, author: holder };
    notes.push(note);
    return json(201, note);
  });

  /** @param {URLSearchParams} form @param {string | undefined} authorization */
  function holderOf(form, authorization) {
    switch (form.get("grant_type")) {
      case "client_credentials":
        return authorization === `Basic ${btoa("service:s3cret")}` ? "the service" : undefined;
      case "refresh_token":
        return form.get("refresh_token") === "again" ? "a person" : undefined;
      case "authorization_code": {
        // RFC 7636 §4.6.
        const verifier = form.get("code_verifier") ?? "";
        const challenge = createHash("sha256").update(verifier).digest("base64url");
        return challenges.get(form.get("code") ?? "") === challenge ? "a person" : undefined;
      }
    }
    return undefined;
  }

  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address()); // TCP, and listening
  return {
    url: `http://127.0.0.1:${address.port}`,
    tokenRequests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
