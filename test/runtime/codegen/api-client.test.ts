import { inspect } from "node:util";
import { MockTransport, type Request, Response } from "@gen-client/runtime";
import {
  ApiClient,
  type ApiClientOptions,
  type ApiDefinition,
  ArgumentError,
  type CallOptions,
  type Method,
  method,
  operation,
  type Reply,
  Resource,
  resource,
} from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";
import type { ServerDescriptor } from "../../../runtime/codegen/operation.js";

type Pets = { 200: Reply<string> };

const servers: readonly ServerDescriptor[] = [
  {
    url: "https://{region}.example.com/{version}",
    name: "production",
    variables: { region: "eu", version: "v1" },
  },
  { url: "https://sandbox.example.com", name: "sandbox" },
];
const getPet = operation<{ petId: string }, Pets>({
  id: "getPet",
  method: "GET",
  path: "/pets/{petId}",
  responses: { 200: "json" },
});
const upload = operation<undefined, Pets>({
  id: "upload",
  method: "POST",
  path: "/upload",
  servers: [
    { url: "https://uploads.example.com", name: "production" },
    { url: "https://uploads.sandbox.example.com", name: "sandbox" },
  ],
  responses: { 200: "json" },
});

class PetsResource extends Resource {
  readonly getPet: Method<{ petId: string }, Pets> = method(this, getPet);
}

class PetStore extends ApiClient {
  constructor(options: ApiClientOptions = {}, definition: Partial<ApiDefinition> = {}) {
    super({ title: "PetStore", version: "1", servers, ...definition }, options);
  }

  get pets(): PetsResource {
    return resource(this, "pets", PetsResource);
  }

  readonly upload: Method<undefined, Pets> = method(this, upload);
}

function answering(): { transport: MockTransport; requests: Request[] } {
  const requests: Request[] = [];
  const transport = new MockTransport((request) => {
    requests.push(request);
    return new Response(200, { json: request.href });
  });
  return { transport, requests };
}

describe("servers", () => {
  const rows: readonly {
    name: string;
    options?: ApiClientOptions;
    definition?: Partial<ApiDefinition>;
    call?: CallOptions;
    pet: string;
    upload: string;
  }[] = [
    {
      name: "the first, with its variables' defaults",
      pet: "https://eu.example.com/v1/pets/7",
      upload: "https://uploads.example.com/upload",
    },
    {
      name: "by name, also for operations with servers of their own",
      options: { server: "sandbox" },
      pet: "https://sandbox.example.com/pets/7",
      upload: "https://uploads.sandbox.example.com/upload",
    },
    {
      name: "by URL template and variables",
      options: { server: { url: "https://{region}.example.com/{version}", variables: { region: "us" } } },
      pet: "https://us.example.com/v1/pets/7",
      upload: "https://uploads.example.com/upload",
    },
    {
      name: "by another URL",
      options: { server: new URL("https://own.example/api") },
      pet: "https://own.example/api/pets/7",
      upload: "https://uploads.example.com/upload",
    },
    {
      name: "baseUrl in place of all of them",
      options: { baseUrl: "http://localhost:3000/mock", server: "sandbox" },
      pet: "http://localhost:3000/mock/pets/7",
      upload: "http://localhost:3000/mock/upload",
    },
    {
      name: "per call",
      options: { server: "sandbox" },
      call: { server: "https://call.example/x" },
      pet: "https://call.example/x/pets/7",
      upload: "https://call.example/x/upload",
    },
    {
      name: "per call, with a query of its own",
      call: { server: "https://call.example/x/?key=a#b" },
      pet: "https://call.example/x/pets/7?key=a",
      upload: "https://call.example/x/upload?key=a",
    },
    {
      name: "a host alone, of which no document's address tells the scheme",
      definition: { servers: [{ url: "//api.example/v1" }] },
      pet: "https://api.example/v1/pets/7",
      upload: "https://uploads.example.com/upload",
    },
    {
      name: "relative to the document",
      definition: { servers: [{ url: "../v2" }], documentUrl: "https://docs.example/api/spec/openapi.json" },
      pet: "https://docs.example/api/v2/pets/7",
      upload: "https://uploads.example.com/upload",
    },
    {
      name: 'none: "/" of the document',
      definition: { servers: [], documentUrl: "https://docs.example/api/openapi.json" },
      pet: "https://docs.example/pets/7",
      upload: "https://uploads.example.com/upload",
    },
  ];
  it.each(rows)("$name", ({ options, definition, call, pet, upload: uploaded }) => {
    const api = new PetStore(options, definition);
    expect(api.pets.getPet.build({ petId: "7" }, call).href).toBe(pet);
    expect(api.upload.build(call).href).toBe(uploaded);
  });

  it("a relative one with nothing to be relative to asks for baseUrl, when called", () => {
    const api = new PetStore({}, { servers: [{ url: "/v1" }] });
    expect(() => api.pets.getPet.build({ petId: "7" })).toThrow(ArgumentError);
    expect(() => api.pets.getPet.build({ petId: "7" })).toThrow(
      '"/v1" is relative to nothing known; pass "baseUrl"',
    );
    const other = new PetStore({ server: "/v2" }, { servers: [{ url: "/v1" }, { url: "/v2" }] });
    expect(() => other.pets.getPet.build({ petId: "7" })).toThrow('"/v2" is relative');
    const own: Method<undefined, Pets> = method(api, { ...upload, servers: [{ url: "/own" }] });
    expect(() => own.build()).toThrow('"/own" is relative');
    api.client.baseUrl = "https://late.example";
    expect(api.pets.getPet.build({ petId: "7" }).href).toBe("https://late.example/pets/7");
  });

  it("a server that the document does not have is refused, unless it is a URL", () => {
    expect(() => new PetStore({ server: "sandbx" })).toThrow(/no server "sandbx"; it has .*"sandbox"/);
    const api = new PetStore();
    expect(() => api.pets.getPet.build({ petId: "7" }, { server: "sandbx" })).toThrow(ArgumentError);
  });

  it("a variable without a value is refused", () => {
    expect(() => new PetStore({}, { servers: [{ url: "https://{tenant}.example" }] })).toThrow(
      'its variable "tenant"',
    );
  });
});

describe("the client", () => {
  it("makes a resource once, when first touched", () => {
    const api = new PetStore();
    expect(api.pets).toBe(api.pets);
  });

  it("follows redirects unless told otherwise", async () => {
    const transport = new MockTransport((request) =>
      request.url.pathname.endsWith("/new")
        ? new Response(200, { json: "there" })
        : new Response(302, { headers: { Location: "/new" } }),
    );
    const api = new PetStore({ transport });
    expect(await api.pets.getPet({ petId: "7" })).toBe("there");
    const response = await api.pets.getPet({ petId: "7" }, { followRedirects: false }).asResponse();
    expect(response.statusCode).toBe(302);
  });

  it("takes every option of the runtime's client", () => {
    expect(new PetStore({ timeout: 7 }).client.timeout?.read).toBe(7);
  });

  it.each([
    { given: { timeuot: 7 }, near: "timeout" },
    { given: { servr: "sandbox" }, near: "server" },
  ])("refuses $given, and names what was meant", ({ given, near }) => {
    const want = `Unknown option "${Object.keys(given)[0]}" for PetStore. Did you mean "${near}"?`;
    // What the compiler would not let through.
    expect(() => new PetStore(given as ApiClientOptions)).toThrow(new TypeError(want));
    expect(() => new PetStore().withOptions(given as ApiClientOptions)).toThrow(new TypeError(want));
  });

  it.each([
    { given: { timeuot: 7 }, near: "timeout" },
    { given: { acept: "text/csv" }, near: "accept" },
    { given: { sginal: null }, near: "signal" },
  ])("refuses $given for a call", async ({ given, near }) => {
    const { transport, requests } = answering();
    const api = new PetStore({ transport });
    const want = `Unknown option "${Object.keys(given)[0]}" for getPet. Did you mean "${near}"?`;
    await expect(api.pets.getPet({ petId: "7" }, given as CallOptions).result()).rejects.toThrow(want);
    expect(() => api.pets.getPet.build({ petId: "7" }, given as CallOptions)).toThrow(new TypeError(want));
    expect(requests).toEqual([]);
  });

  it("options first, for an operation without arguments", async () => {
    const { transport, requests } = answering();
    const api = new PetStore({ transport });
    await api.upload({ headers: { "X-A": "1" } });
    expect(requests[0]?.headers.get("x-a")).toBe("1");
  });

  it("closes", async () => {
    const { transport } = answering();
    const api = new PetStore({ transport });
    await api[Symbol.asyncDispose]();
    await expect(api.pets.getPet({ petId: "7" }).then(() => "sent")).rejects.toThrow(/closed/);
  });

  it("prints neither credentials nor descriptors", () => {
    const api = new PetStore({ auth: { bearer: "s3cret" } });
    const call = api.pets.getPet({ petId: "s3cret" });
    const printed = [api, api.pets, call].map((value) => inspect(value, { depth: 10, showHidden: true }));
    expect(printed).toEqual([
      "<PetStore: pets, client, upload>",
      "<PetsResource: getPet>",
      "<ApiCall getPet>",
    ]);
  });
});

describe("withOptions", () => {
  it("is the same class on the same transport, with other options over these", async () => {
    const { transport, requests } = answering();
    const api = new PetStore({ transport, headers: { "X-A": "1" }, server: "sandbox" });
    const derived = api.withOptions({ headers: { "X-B": "2" } });
    expect(derived).toBeInstanceOf(PetStore);
    await derived.pets.getPet({ petId: "7" });
    await api.pets.getPet({ petId: "7" });
    expect(requests.map(({ href, headers }) => [href, headers.get("x-a"), headers.get("x-b")])).toEqual([
      ["https://sandbox.example.com/pets/7", "1", "2"],
      ["https://sandbox.example.com/pets/7", "1", null],
    ]);
  });

  it("chooses another server, also over a base URL", () => {
    const api = new PetStore({ baseUrl: "https://own.example" });
    expect(api.withOptions({ server: "sandbox" }).pets.getPet.build({ petId: "7" }).href).toBe(
      "https://sandbox.example.com/pets/7",
    );
  });

  it("can be derived from again", () => {
    const api = new PetStore().withOptions({ headers: { "X-A": "1" } }).withOptions({ timeout: 7 });
    const request = api.pets.getPet.build({ petId: "7" });
    expect([request.headers.get("x-a"), request.extensions.timeout?.read]).toEqual(["1", 7]);
  });
});
