// From an operation and its arguments to a request, and on to its response.

import type { Client } from "../client.js";
import type { BuildOptions, SendOptions } from "../client-options.js";
import { Cookies } from "../cookies.js";
import { HTTPStatusError, InvalidURL } from "../errors.js";
import { assertKnownOptions } from "../near-miss.js";
import { Request } from "../request.js";
import type { Response } from "../response.js";
import { acceptOf } from "./accept.js";
import { keysAmongArguments, keysInQuery, noKeys } from "./api-keys.js";
import { type CompiledBody, compileBody, encodeBody, type RequestBody } from "./bodies.js";
import { callHeaders, type HeaderPlan, headerPlan } from "./call-headers.js";
import { type CallOptions, knownCallOptions } from "./call-options.js";
import type { Caller } from "./caller.js";
import type { Authorization } from "./engine.js";
import { ArgumentError } from "./errors.js";
import type { OperationDescriptor } from "./operation.js";
import { type Arguments, argument, compileParameters, type ParameterPlan } from "./parameters.js";
import { encodeAll } from "./percent-encoding.js";
import { Resource } from "./resource.js";

interface RequestPlan {
  readonly parameters: ParameterPlan;
  readonly body: CompiledBody | undefined;
  /** The declared media types of the responses, those of success first. */
  readonly accept: string | undefined;
  readonly headers: HeaderPlan;
}

const plans = new WeakMap<OperationDescriptor, RequestPlan>();

function planOf(operation: OperationDescriptor): RequestPlan {
  let plan = plans.get(operation);
  if (plan === undefined) {
    const parameters = compileParameters(operation);
    const accept = acceptOf(operation);
    plan = {
      parameters,
      body: operation.body === undefined ? undefined : compileBody(operation.body),
      accept,
      headers: headerPlan(accept, parameters.headers),
    };
    plans.set(operation, plan);
  }
  return plan;
}

// Where a request keeps the auth that it still needs when it is sent, by whichever way. A WeakMap would cost more
// than all the rest of this file.
const authExtension = "gen-client.auth";

/** Whether the request was built from an operation, and then the auth it needs when sent. */
export function authOfBuilt({ extensions }: Request): { readonly auth: SendOptions["auth"] } | undefined {
  // Nobody else writes there.
  return authExtension in extensions ? { auth: extensions[authExtension] as SendOptions["auth"] } : undefined;
}

const noArguments: Arguments = {};

/** @throws ArgumentError, CredentialsError, TypeError for an unknown option, and whatever the client's `buildRequest` throws. */
export function buildRequest(
  caller: Caller,
  operation: OperationDescriptor,
  args: object | undefined,
  options: CallOptions | undefined,
  url: URL | undefined,
): Request {
  if (options !== undefined) assertKnownOptions(operation.id, options, knownCallOptions);
  const plan = planOf(operation);
  // Argument interfaces have no index signature; each is read by its own name only.
  const given = (args ?? noArguments) as Arguments;
  const engine = Resource.engineOf(caller);
  const client = engine?.client ?? (caller as Client);
  const target = targetOf(plan.parameters, given, engine?.baseUrl(operation, options?.server));
  if (url !== undefined && url.origin !== client.buildRequest(operation.method, target).origin) {
    return foreignRequest(operation, plan, url);
  }
  const keys = engine === undefined ? noKeys : keysAmongArguments(engine.apiKeys, operation, given);
  const security = engine?.authorize(operation, options, keys);
  const body = bodyOf(plan, operation, given, client.jsonEncoder);
  const build: BuildOptions = {
    headers: callHeaders(plan.headers, given, options, body?.contentType, security),
    ...body?.options,
  };
  const cookies = cookiesOf(plan, given, options, security);
  if (cookies !== undefined) build.cookies = cookies;
  if (options !== undefined) {
    build.params = options.params;
    build.timeout = options.timeout;
    build.extensions = options.extensions;
  }
  const secrets = keys.length === 0 ? security?.query : { ...security?.query, ...keysInQuery(keys) };
  const prepare = engine === undefined ? onBareClient : onOwnClient;
  const request = withSecrets(client, prepare, operation.method, url?.href ?? target, secrets, build);
  if (security !== undefined) request.extensions[authExtension] = security.auth;
  return request;
}

type Prepare = (client: Client, method: string, target: string, options: BuildOptions) => Request;

// It may be anybody's, and have a `buildRequest` of its own.
const onBareClient: Prepare = (client, method, target, options) =>
  client.buildRequest(method, target, options);

// It is the engine's, so that what was checked here needs no second look.
const onOwnClient: Prepare = (client, method, target, options) => client.prepare(method, target, options);

/** A page's link may lead anywhere: to another origin it goes without anything of the client's or the caller's. */
function foreignRequest({ method }: OperationDescriptor, { accept = "*/*" }: RequestPlan, url: URL): Request {
  const request = new Request(method, url, { headers: { Accept: accept } });
  request.extensions[authExtension] = null;
  return request;
}

/** The response, whatever its status. */
export function sendRequest(
  caller: Caller,
  request: Request,
  options: CallOptions | undefined,
  stream: boolean,
): Promise<Response> {
  const engine = Resource.engineOf(caller);
  const client = engine?.client ?? (caller as Client);
  // On a bare Client, CallOptions["auth"] means what the client says it means, and the client checks it.
  const sending =
    engine === undefined
      ? client.send(request, sendOptions(options, options?.auth as SendOptions["auth"], stream))
      : client.dispatch(request, sendOptions(options, authOfBuilt(request)?.auth, stream));
  return client.raisesForStatus ? sending.catch(responseOf) : sending;
}

/** The operation knows better which error it is. */
function responseOf(error: unknown): Response {
  if (error instanceof HTTPStatusError) return error.response;
  throw error;
}

function sendOptions(
  options: CallOptions | undefined,
  auth: SendOptions["auth"],
  stream: boolean,
): SendOptions {
  if (options === undefined) return { auth, stream };
  // All that is not for building is for sending.
  const { accept: _accept, server: _server, headers: _headers, params: _params, ...rest } = options;
  const { cookies: _cookies, timeout: _timeout, extensions: _extensions, ...send } = rest;
  return { ...send, auth, stream };
}

function targetOf(parameters: ParameterPlan, args: Arguments, server: string | undefined): string {
  let path = parameters.path(args);
  // RFC 3986 §4.2: what begins with two slashes is a host. A dot segment is taken out again.
  if (path.startsWith("//")) path = `/.${path}`;
  if (server !== undefined) {
    const [base = "", search = ""] = server.replace(/#.*/, "").split("?", 2);
    // The path begins with the slash that the URL of a server may end with.
    path = withText(base.replace(/\/$/, "") + path, search);
  }
  return withText(path, parameters.query(args));
}

function withText(target: string, query: string): string {
  return query === "" ? target : `${target}${target.includes("?") ? "&" : "?"}${query}`;
}

/** The request with the credentials that belong into its query, which no message shows. */
function withSecrets(
  client: Client,
  prepare: Prepare,
  method: string,
  target: string,
  query: Authorization["query"] | undefined,
  build: BuildOptions,
): Request {
  if (query === undefined) return prepare(client, method, target, build);
  try {
    const request = prepare(client, method, withQuery(target, query), build);
    request.context.secretParams = Object.keys(query);
    return request;
  } catch (error) {
    // Its message has the whole URL; without the credentials the URL is just as wrong.
    if (error instanceof InvalidURL) prepare(client, method, target, build);
    throw error;
  }
}

function withQuery(target: string, query: NonNullable<Authorization["query"]>): string {
  let text = target;
  for (const [name, value] of Object.entries(query)) {
    const key = `${encodeAll(name)}=`;
    // An argument of the call or the link to a next page may have said it already.
    const isThere = text.split(/[?&]/).some((pair) => pair.startsWith(key));
    if (!isThere) text = withText(text, key + encodeAll(value));
  }
  return text;
}

function bodyOf(
  plan: RequestPlan,
  operation: OperationDescriptor,
  args: Arguments,
  jsonEncoder: Client["jsonEncoder"],
): RequestBody | undefined {
  if (plan.body === undefined) return undefined;
  const value = argument(args, "body");
  if (value === undefined) {
    refuseUnknown(operation, args);
    if (operation.requiresBody) throw new ArgumentError(`${operation.id}: the body is missing.`);
    return undefined;
  }
  return encodeBody(plan.body, value, chosenType(operation, args), jsonEncoder);
}

/** Without types to tell, the fields of a body are easily given as arguments, and none of them would be sent. */
function refuseUnknown({ id, path, parameters = [] }: OperationDescriptor, args: Arguments): void {
  const known = new Set(["contentType", ...parameters.map(({ as, name }) => as ?? name)]);
  for (const key in args) {
    if (args[key] !== undefined && !known.has(key) && !path.includes(`{${key}}`))
      throw new ArgumentError(`${id} takes no argument "${key}"; its body goes under "body".`);
  }
}

/** The caller's choice of a media type. A parameter may have that name where there is none. */
function chosenType({ parameters }: OperationDescriptor, args: Arguments): string | undefined {
  const contentType = argument(args, "contentType");
  if (typeof contentType !== "string") return undefined;
  const isParameter = parameters?.some(({ as, name }) => (as ?? name) === "contentType");
  return isParameter ? undefined : contentType;
}

function cookiesOf(
  plan: RequestPlan,
  args: Arguments,
  options: CallOptions | undefined,
  security: Authorization | undefined,
): BuildOptions["cookies"] {
  if (plan.parameters.cookies.length === 0 && security?.cookies === undefined) return options?.cookies;
  const own: [string, string][] = [];
  for (const { argument: key, write } of plan.parameters.cookies) {
    const text = write(argument(args, key));
    if (text === undefined) continue;
    // Several pairs of one parameter are one text already; only its first name is taken off.
    const equals = text.indexOf("=");
    own.push([text.slice(0, equals), text.slice(equals + 1)]);
  }
  if (security?.cookies !== undefined) own.push(...Object.entries(security.cookies));
  if (own.length === 0) return options?.cookies;
  const cookies = new Cookies(own);
  cookies.update(options?.cookies);
  return cookies;
}
