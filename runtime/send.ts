// The send chain: auth → redirects → retries → one request. A link that has nothing to do is not entered.

import { platform } from "#platform";
import type { Auth } from "./auth/auth.js";
import { authOf, normalizeAuth } from "./auth-option.js";
import type { SendOptions } from "./client-options.js";
import type { ClientSettings } from "./client-settings.js";
import { carryCookies } from "./cookie-headers.js";
import { assertNotEnded, canEnd, endingStream, pause, untilEnd } from "./endings.js";
import { attachRequest, describeRequest, RequestError, TooManyRedirects } from "./errors.js";
import type { EventHooks } from "./event-hooks.js";
import { described, isObject } from "./option-kinds.js";
import type { ProxyOption } from "./proxies.js";
import { assertRequest, type Request, type SendContext } from "./request.js";
import type { Response } from "./response.js";
import { type RetryPolicy, retryPolicy } from "./retries.js";
import type { Outcome } from "./retry-delays.js";
import { normalizeTimeout } from "./timeouts.js";
import { tracing } from "./tracing.js";
import type { Transport } from "./transports/transport.js";

// Rules that most programs never need: loaded by the first call that does, and kept, as import() itself takes time.
let redirects: typeof import("./redirects.js") | undefined;
let retryDelays: typeof import("./retry-delays.js") | undefined;

/** What is decided once for a call, from its options and its client. */
interface Call {
  readonly settings: ClientSettings;
  readonly followRedirects: boolean;
  readonly retries: RetryPolicy | undefined;
  readonly proxy: ProxyOption | null | undefined;
}

/** Sends a request and what follows from it, and returns the last response, read unless it is to be streamed. */
export function send(settings: ClientSettings, request: Request, options: SendOptions): Promise<Response> {
  if (settings.isClosed || settings.mounts.isClosed) {
    throw new Error("Cannot send a request, as the client has been closed.");
  }
  const call: Call = {
    settings,
    followRedirects:
      options.followRedirects === undefined ? settings.followRedirects : options.followRedirects === true,
    retries: options.retries === undefined ? settings.retries : retryPolicy(options.retries),
    proxy: options.proxy,
  };
  request.context = sendContext(call, request, options);
  const auth = authOf(request, normalizeAuth(options.auth), settings.auth);
  if (tracing.request.hasSubscribers) tracing.request.publish({ request });
  return sendCall(call, request, auth, options.stream === true);
}

// What waits is kept short: V8 sets aside room for all that an async function ever holds, for each call.
async function sendCall(
  call: Call,
  request: Request,
  auth: Auth | undefined,
  isStream: boolean,
): Promise<Response> {
  try {
    const response = await (auth === undefined
      ? sendHandlingRedirects(call, request, [])
      : sendHandlingAuth(call, request, auth));
    const finishing = finish(call, response, isStream);
    if (finishing !== undefined) await finishing;
    return response;
  } catch (error) {
    await reportError(call, request, error);
    throw error;
  }
}

async function reportError({ settings }: Call, request: Request, error: unknown): Promise<void> {
  request.abandon();
  attachRequest(error, request);
  if (error instanceof RequestError) platform.addCaller?.(error, sendCall);
  if (tracing.error.hasSubscribers) tracing.error.publish({ request, error });
  for (const hook of settings.hooks.error) await hook(error, request);
}

function sendContext(
  { settings, followRedirects }: Call,
  request: Request,
  options: SendOptions,
): SendContext {
  // A bare Request gets the client's timeout, if nothing else of the client's.
  if (request.extensions.timeout === undefined) {
    request.extensions.timeout = normalizeTimeout(undefined, settings.timeout);
  }
  const total = request.extensions.timeout?.total ?? undefined;
  return {
    signal: options.signal ?? undefined,
    deadline: total === undefined ? undefined : performance.now() + total,
    // Progress is counted where a body is read in pieces.
    whole: options.stream !== true && options.onDownloadProgress == null,
    followRedirects,
    cookies: request.context.cookies,
    maxResponseSize: settings.maxResponseSize,
    onUploadProgress: options.onUploadProgress ?? undefined,
    onDownloadProgress: options.onDownloadProgress ?? undefined,
    secretParams: request.context.secretParams,
  };
}

/** Reads the body that the caller gets, and raises for its status, when asked to; `undefined` when that is done. */
function finish(call: Call, response: Response, isStream: boolean): Promise<void> | undefined {
  const raises = call.settings.raisesForStatus?.(response) === true;
  // An error's body is read as well: it mostly says what was wrong.
  const reading = isStream && !raises ? undefined : response.readNow();
  if (!raises) return reading;
  return Promise.resolve(reading).then(() => void response.raiseForStatus());
}

async function sendHandlingAuth(call: Call, request: Request, auth: Auth): Promise<Response> {
  const { settings } = call;
  if (auth.requiresRequestBody) await request.read();
  const flow = auth.authFlow(request);
  const history: Response[] = [];
  let isFinished = false;
  try {
    // A synchronous flow is not awaited: most are.
    const first = flow.next();
    let step = first instanceof Promise ? await first : first;
    for (;;) {
      if (step.done) throw new TypeError("The auth flow ended without yielding a request.");
      if (step.value !== request) adopt(step.value, request);
      const response = await sendHandlingRedirects(call, step.value, history);
      try {
        if (auth.requiresResponseBody) await response.readNow();
        const next = flow.next(response);
        step = next instanceof Promise ? await next : next;
        if (step.done) {
          isFinished = true;
          return response;
        }
        response.history = history.slice();
        await response.readQuietly();
      } catch (error) {
        await response.close();
        throw error;
      }
      history.push(response);
      // As a browser would: what the 401 sets goes with the answer to it.
      if (response.headers.has("Set-Cookie"))
        carryCookies(request, request, request, settings.jar, settings.baseUrl);
    }
  } finally {
    // A flow that is given up runs its `finally` blocks, where it may have something to release.
    if (!isFinished) await flow.return(undefined);
  }
}

/** A request that a flow made itself: it shares the call's signal, deadline and timeout, but is not its upload. */
function adopt(own: Request, original: Request): void {
  assertRequest("authFlow", own);
  own.context = {
    ...original.context,
    cookies: undefined,
    onUploadProgress: undefined,
    onDownloadProgress: undefined,
  };
  if (own.extensions.timeout === undefined && original.extensions.timeout !== undefined) {
    own.extensions.timeout = original.extensions.timeout;
  }
}

/** Nearly always one request: the rest of the chain is entered when its response asks for more. */
function sendHandlingRedirects(call: Call, first: Request, before: readonly Response[]): Promise<Response> {
  const sending = sendHandlingRetries(call, first);
  if (call.settings.hooks.response.length > 0 || before.length > 0)
    return sendRedirects(call, first, sending, before);
  return sending.then((response) =>
    response.hasRedirectLocation ? sendRedirects(call, first, response, before) : response,
  );
}

async function sendRedirects(
  call: Call,
  first: Request,
  sending: Response | Promise<Response>,
  before: readonly Response[],
): Promise<Response> {
  const { settings } = call;
  let request = first;
  let response = await sending;
  let history = before;
  for (let followed = 0; ; followed++) {
    if (settings.hooks.response.length > 0) await runResponseHooks(settings, response);
    if (history.length > 0) response.history = history.slice();
    if (!response.hasRedirectLocation) return response;
    if (!call.followRedirects) {
      response.nextRequest = await nextRequestOrNone(call, request, response, first);
      return response;
    }
    const next = await redirected(call, request, response, first, followed);
    history = [...history, response];
    request = next;
    response = await sendHandlingRetries(call, request);
  }
}

/** The request that follows a redirect, which is read and done with. */
async function redirected(
  call: Call,
  request: Request,
  response: Response,
  first: Request,
  followed: number,
): Promise<Request> {
  const { maxRedirects } = call.settings;
  try {
    const next = await nextRequest(call, request, response, first);
    if (followed >= maxRedirects) {
      throw new TooManyRedirects(
        `${describeRequest(next)}: exceeded maximum allowed redirects (${maxRedirects}).`,
        { request: next },
      );
    }
    await response.readQuietly();
    if (tracing.redirect.hasSubscribers) tracing.redirect.publish({ request, response, nextRequest: next });
    return next;
  } catch (error) {
    await response.close();
    throw error;
  }
}

async function nextRequest(
  { settings }: Call,
  request: Request,
  response: Response,
  first: Request,
): Promise<Request> {
  redirects ??= await import("./redirects.js");
  const next = redirects.redirectedRequest(request, response, settings.sensitiveHeaders);
  carryCookies(request, next, first, settings.jar, settings.baseUrl);
  return next;
}

// Whoever does not follow redirects gets the response, whatever its Location says.
async function nextRequestOrNone(
  call: Call,
  request: Request,
  response: Response,
  first: Request,
): Promise<Request | undefined> {
  try {
    return await nextRequest(call, request, response, first);
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}

function sendHandlingRetries(call: Call, request: Request): Promise<Response> {
  const { retries } = call;
  return retries === undefined ? sendSingleRequest(call, request, 0) : sendRetrying(call, request, retries);
}

async function sendRetrying(call: Call, request: Request, policy: RetryPolicy): Promise<Response> {
  // Before the first try: where the network fails, a browser could not load them any more.
  retryDelays ??= await import("./retry-delays.js");
  for (let attempt = 1; ; attempt++) {
    const outcome = await outcomeOf(sendSingleRequest(call, request, attempt - 1));
    const delay = retryDelays.retryDelay(policy, request, attempt, outcome);
    const { deadline } = request.context;
    // A wait that would outlast the deadline only makes the answer late.
    // Without a wait the next try itself says whether there is time left.
    const isTooLong = !!delay && deadline !== undefined && performance.now() + delay >= deadline;
    if (delay === undefined || isTooLong) {
      if ("error" in outcome) throw outcome.error;
      return outcome.response;
    }
    if ("response" in outcome) await outcome.response.close();
    await policy.onRetry?.({ request, attempt, delay, ...outcome });
    await pause(request, delay);
  }
}

function outcomeOf(sending: Promise<Response>): Promise<Outcome> {
  return sending.then(
    (response) => ({ response }),
    (error: unknown) => ({ error }),
  );
}

/** One request on the wire. Hooks may still change it; cookies that come with the response are kept. */
async function sendSingleRequest(call: Call, request: Request, attempt: number): Promise<Response> {
  const hooks = call.settings.hooks.request;
  if (hooks.length > 0) await runRequestHooks(hooks, request);
  if (canEnd(request)) assertNotEnded(request);
  request.settleHost();
  if (tracing.attempt.hasSubscribers) tracing.attempt.publish({ request, attempt });
  const transport = call.settings.mounts.choose(request, call.proxy);
  const startedAt = performance.now();
  let response: Response;
  try {
    response = await handled(transport, request);
  } catch (error) {
    attachRequest(error, request);
    throw error;
  }
  const storing = complete(call.settings, transport, request, response, startedAt);
  if (storing !== undefined) await storing;
  if (tracing.response.hasSubscribers) tracing.response.publish({ request, response });
  return response;
}

async function runRequestHooks(hooks: EventHooks["request"], request: Request): Promise<void> {
  if (canEnd(request)) assertNotEnded(request);
  for (const hook of hooks) await hook(request);
}

function handled(transport: Transport, request: Request): Promise<Response> {
  const sending = transport.handleRequest(request);
  // JavaScript's own transports may answer at once.
  return watches(transport, request) ? untilEnd(request, Promise.resolve(sending), closeLate) : sending;
}

/** Whether it is for us to end the call before its time. */
function watches(transport: Transport, request: Request): boolean {
  return canEnd(request) && transport.endsOnContext !== true;
}

/** What a response has from its call, and the call from its response: cookies, perhaps not at once. */
function complete(
  settings: ClientSettings,
  transport: Transport,
  request: Request,
  response: unknown,
  startedAt: number,
): Promise<void> | undefined {
  assertResponse(response);
  response.request = request;
  response.startedAt = startedAt;
  if (settings.defaultEncoding !== undefined) response.defaultEncoding = settings.defaultEncoding;
  if (settings.jsonDecoder !== undefined) response.jsonDecoder = settings.jsonDecoder;
  if (watches(transport, request)) response.guard((stream) => endingStream(request, stream));
  return settings.jar?.extract(response);
}

// By its shape: it may be of another copy of this package.
function assertResponse(response: unknown): asserts response is Response {
  if (isObject(response) && "readNow" in response) return;
  throw new TypeError(
    `The transport returned ${described(response)} in place of a Response; Response.fromWeb makes one of fetch's.`,
  );
}

function closeLate(response: Response): void {
  // Nobody waits for it any more, so nobody can be told that closing failed.
  response.close().catch(() => {});
}

// A response that is tried again is not shown to hooks: one that raises for its status would end the retries.
async function runResponseHooks({ hooks }: ClientSettings, response: Response): Promise<void> {
  try {
    for (const hook of hooks.response) await hook(response);
  } catch (error) {
    await response.close();
    throw error;
  }
}
