// undici 8 takes another kind of handler than undici 7, whose own is faster there. This turns one into the other.

import type { DispatchHandler } from "./connection.js";

/** undici's controller, as far as it is used. */
interface Controller {
  /** Missing where a mock answers. */
  readonly rawHeaders?: readonly (Uint8Array | string)[] | null;
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

type ParsedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export class ModernHandler {
  readonly #handler: DispatchHandler;

  constructor(handler: DispatchHandler) {
    this.#handler = handler;
  }

  onRequestStart(controller: Controller): void {
    this.#handler.onConnect((reason) => controller.abort(reason ?? new Error("aborted")));
  }

  onResponseStarted(): void {
    this.#handler.onResponseStarted();
  }

  onResponseStart(controller: Controller, statusCode: number, headers: ParsedHeaders, reason?: string): void {
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : flatten(headers);
    if (!this.#handler.onHeaders(statusCode, raw, () => controller.resume(), reason ?? ""))
      controller.pause();
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    if (!this.#handler.onData(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.#handler.onComplete();
  }

  onResponseError(_controller: Controller | null, error: unknown): void {
    this.#handler.onError(error);
  }
}

function flatten(headers: ParsedHeaders): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : (value ?? [])).flatMap((line) => [name, line]),
  );
}
