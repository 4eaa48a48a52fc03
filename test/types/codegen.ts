// Compiled, never run: what the types of generated code promise. `tsc` is the test.

import type { Client, Request, Response } from "@gen-client/runtime";
import {
  type ApiCall,
  ApiClient,
  type ApiClientOptions,
  type ApiError,
  type BearerCredential,
  type CallOptions,
  call,
  type ItemStream,
  isErrorOf,
  type JsonMediaType,
  type Method,
  method,
  type NegotiatedCall,
  type NegotiatedMethod,
  type NoArguments,
  negotiatedCall,
  negotiatedMethod,
  type OAuth2Helper,
  type Operation,
  oauth2,
  operation,
  type PagedMethod,
  pagedMethod,
  type Reply,
  Resource,
  type StreamMethod,
  streamMethod,
} from "@gen-client/runtime/codegen";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_same: Same<A, B>): void {}

interface Pet {
  id: string;
}
interface Problem {
  title: string;
}
interface Validation {
  fields: string[];
}
interface Chunk {
  delta: string;
}

interface GetPetArguments {
  petId: string;
  fields?: string[] | undefined;
}
interface GetPetResponses {
  200: Reply<Pet, "application/json", { "X-Rate-Limit"?: number }>;
  204: Reply<undefined>;
  404: Reply<Problem, "application/problem+json">;
  "4XX": Reply<Validation, "application/json"> | Reply<string, "text/plain">;
}
interface DefaultResponses {
  200: Reply<Pet>;
  default: Reply<Problem>;
}

declare const client: Client;
declare const error: unknown;
const getPetOperation: Operation<GetPetArguments, GetPetResponses> = operation({
  id: "getPet",
  method: "GET",
  path: "/pets/{petId}",
  parameters: [{ name: "petId", in: "path" }],
  responses: { 200: { "application/json": "json", headers: { "X-Rate-Limit": "number" } }, 204: "none" },
});
function getPet(
  caller: Client | Resource,
  args: GetPetArguments,
  options?: CallOptions,
): ApiCall<GetPetResponses> {
  return call(caller, getPetOperation, args, options);
}

// A call is a promise to whoever takes one.
export const returned: (id: string) => Promise<Pet | undefined> = (petId) => getPet(client, { petId });
declare function query<Result>(load: () => Result | Promise<Result>): Result;
same<ReturnType<typeof queried>, Pet | undefined>(true);
function queried() {
  return query(() => getPet(client, { petId: "p1" }));
}

interface GetReportResponses {
  200:
    | Reply<Pet, "application/json" | "text/json">
    | Reply<string, "text/csv">
    | Reply<Uint8Array, `image/${string}`>;
  202: Reply<string, "text/plain">;
}
const getReportOperation: Operation<NoArguments, GetReportResponses> = operation({
  id: "getReport",
  method: "GET",
  path: "/report",
  responses: {
    200: { "application/json": "json", "text/json": "json", "text/csv": "text", "image/*": "binary" },
  },
});
function getReport<Accept extends string = JsonMediaType>(
  caller: Client | Resource,
  options?: CallOptions<Accept>,
): NegotiatedCall<GetReportResponses, Accept> {
  return negotiatedCall(caller, getReportOperation, undefined, options);
}

class Pets extends Resource {
  readonly getReport: NegotiatedMethod<NoArguments, GetReportResponses> = negotiatedMethod(
    this,
    getReportOperation,
  );
  readonly getPet: Method<GetPetArguments, GetPetResponses> = method(this, getPetOperation);
  readonly list: PagedMethod<{ limit?: number | undefined }, { 200: Reply<Pet[]> }, Pet> = pagedMethod(
    this,
    operation({ id: "list", method: "GET", path: "/", responses: { 200: "json" } }),
  );
  readonly chat: StreamMethod<{ body: object }, { 200: Reply<ItemStream<Chunk>> }, Chunk> = streamMethod(
    this,
    operation({ id: "chat", method: "POST", path: "/", responses: { 200: "event-data" } }),
  );
  readonly ping: Method<NoArguments, { 204: Reply<undefined> }> = method(
    this,
    operation({ id: "ping", method: "GET", path: "/", responses: { 204: "none" } }),
  );
}

interface StoreAuth {
  bearer?: BearerCredential | undefined;
}
type StoreServer = "production" | { url: "https://{region}.example"; variables?: { region?: "eu" | "us" } };
interface StoreOptions extends ApiClientOptions<StoreAuth, StoreServer> {}
class Store extends ApiClient<StoreOptions> {
  constructor(options: StoreOptions = {}) {
    super({ title: "Store", version: "1", servers: [] }, options);
  }
}
declare const pets: Pets;

export async function awaiting(): Promise<void> {
  same<Awaited<ReturnType<typeof getPet>>, Pet | undefined>(true);
  const { data, status, response, ...rest } = await pets.getPet({ petId: "1" }).withResponse();
  same<typeof data, Pet | undefined>(true);
  same<typeof status, 200 | 204>(true);
  if (status === 200) same<typeof data, Pet>(true);
  rest.headers satisfies object;
  const reply = await pets.getPet({ petId: "1" }).withResponse();
  if (reply.status === 200) same<(typeof reply.headers)["X-Rate-Limit"], number | undefined>(true);
  same<typeof response, Response>(true);
  same<ReturnType<typeof pets.getPet.build>, Request>(true);
  const raw = await getPet(client, { petId: "1" }).asResponse();
  same<typeof raw, Response>(true);
}

export async function results(): Promise<string> {
  const outcome = await pets.getPet({ petId: "1" }).result();
  switch (outcome.status) {
    case 200:
      same<typeof outcome.data, Pet>(true);
      same<(typeof outcome.headers)["X-Rate-Limit"], number | undefined>(true);
      return outcome.data.id;
    case 204:
      same<typeof outcome.data, undefined>(true);
      return "";
    case 404:
      // An explicit code leaves its range.
      same<typeof outcome.data, Problem>(true);
      return outcome.data.title;
    case 400:
    case 429:
      // Several media types are told apart by contentType.
      same<typeof outcome.data, Validation | string>(true);
      return outcome.contentType === "text/plain" ? outcome.data : outcome.data.fields.join();
    case 500:
      // Nobody said anything about it.
      same<typeof outcome.data, unknown>(true);
      return "";
    default:
      return "";
  }
}

export async function defaults(described: Operation<NoArguments, DefaultResponses>): Promise<void> {
  const data = await call(client, described);
  same<typeof data, Pet>(true);
  const outcome = await call(client, described).result();
  if (outcome.status === 200) same<typeof outcome.data, Pet>(true);
  else same<typeof outcome.data, Problem>(true);
}

export function failures(): void {
  if (isErrorOf(error, getPet)) {
    error satisfies ApiError;
    if (error.status === 404) same<typeof error.data, Problem>(true);
    else same<typeof error.data, Validation | string>(true);
    // @ts-expect-error success is no error
    void (error.status === 200);
  }
  if (isErrorOf(error, pets.getPet) && error.status === 404) error.data.title.trim();
  if (isErrorOf(error, getPetOperation) && error.status === 404) error.data.title.trim();
  if (isErrorOf(error, pets.list)) same<typeof error, never>(true);
}

export async function mediaTypes(): Promise<void> {
  // JSON is preferred; a status that has none keeps what it has.
  const asJson = await pets.getReport();
  same<typeof asJson, Pet | string>(true);
  const soon = await pets.getReport({ timeout: 1 });
  same<typeof soon, Pet | string>(true);
  const asText = await pets.getReport({ accept: "text/csv" });
  same<typeof asText, string>(true);
  const asImage = await getReport(pets, { accept: "image/png", timeout: 1 });
  same<typeof asImage, Uint8Array | string>(true);
  const asWhatever = await getReport(pets, { accept: "*/*" as string });
  same<typeof asWhatever, Pet | string | Uint8Array>(true);

  const reply = await pets.getReport().withResponse();
  if (reply.status === 200 && reply.contentType === "text/csv") same<typeof reply.data, string>(true);
  if (isErrorOf(error, pets.getReport)) same<typeof error, never>(true);
}

export async function sequences(): Promise<void> {
  for await (const pet of pets.list()) same<typeof pet, Pet>(true);
  for await (const page of pets.list({ limit: 1 }).pages()) same<typeof page, Pet[]>(true);
  same<Awaited<ReturnType<ReturnType<typeof pets.list>["toArray"]>>, Pet[]>(true);
  for await (const chunk of pets.chat({ body: {} })) same<typeof chunk, Chunk>(true);
  for await (const chunk of await pets.chat({ body: {} })) same<typeof chunk, Chunk>(true);
}

export function parameters(): void {
  void pets.ping();
  void pets.ping({ timeout: 1 });
  void pets.list(undefined, { timeout: 1 });
  void getPet(pets, { petId: "1", fields: undefined }, { auth: { bearer: "x" }, accept: "text/plain" });
  // @ts-expect-error a required argument
  void pets.getPet();
  // @ts-expect-error a required argument
  void pets.getPet({});
  // @ts-expect-error a body is an argument, not an option
  void pets.getPet({ petId: "1" }, { json: 1 });
}

export function clients(): void {
  void new Store({ auth: { bearer: async () => "t" }, server: "production", timeout: 1, retries: 2 });
  void new Store({
    auth: ["user", "password"],
    server: { url: "https://{region}.example", variables: { region: "eu" } },
  });
  void new Store({
    auth: { bearer: ({ reason, scopes }) => (reason === "unauthorized" ? scopes.join() : undefined) },
  });
  // @ts-expect-error no such reason
  void new Store({ auth: { bearer: ({ reason }) => (reason === "expired" ? "" : "t") } });
  same<ReturnType<typeof oauth2>, OAuth2Helper>(true);
  void oauth2(new Store(), "oauth").device({ clientId: "app" });
  // @ts-expect-error a bare client knows no document
  void oauth2(client);
  same<ReturnType<Store["withOptions"]>, Store>(true);
  void new Store().withOptions({ headers: { a: "1" }, server: "production" });
  // @ts-expect-error no such server
  void new Store({ server: "staging" });
  // @ts-expect-error no such scheme
  void new Store({ auth: { barer: "t" } });
  // @ts-expect-error derived clients share the transport
  void new Store().withOptions({ http2: true });
}
