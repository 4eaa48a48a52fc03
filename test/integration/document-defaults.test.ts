// What a document says once for all operations, for requests that it does not describe, and where it came from.

import { afterAll, beforeAll, expect, it } from "vitest";
import { documentOf, generateSdk, type Sdk } from "../support/sdk.js";
import { startWireServer, type WireServer } from "../support/wire-server.js";

let server: WireServer;
let sdk: Sdk;

beforeAll(async () => {
  server = await startWireServer();
  const document = documentOf({
    servers: [{ url: "../v2" }],
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
    paths: { "/pets": { get: { operationId: "pets", responses: { 204: {} } } } },
  });
  server.answer = { body: JSON.stringify(document), headers: { "Content-Type": "application/json" } };
  sdk = await generateSdk("document-defaults", `${server.url}/docs/api.json?token=secret`);
  server.answer = { status: 204 };
});
afterAll(() => server.close());

it("a relative server is found from the document's URL", async () => {
  await using api = sdk.client({ auth: { key: "k" } });
  await sdk.operation("pets")(api);
  expect(server.last().target).toBe("/v2/pets");
});

it("a request made by hand carries the document's credentials", async () => {
  await using api = sdk.client({ auth: { key: "k" } });
  await api.client.get("undocumented");
  expect(server.last()).toMatchObject({ target: "/v2/undocumented", headers: { "x-key": "k" } });
});
