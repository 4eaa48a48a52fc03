/** One server-sent event. */
export class ServerSentEvent {
  /** The type, "message" where the server names none. */
  readonly event: string;
  /** Its lines of data, joined with "\n". */
  readonly data: string;
  /** The last id that the server sent, on this event or before; "" if none. */
  readonly id: string;
  /** Milliseconds to wait before reconnecting, where the server says so. */
  readonly retry: number | undefined;
  readonly #jsonDecoder: (text: string) => unknown;

  /** `jsonDecoder` is what `json()` reads with. */
  constructor(
    init: {
      event?: string | undefined;
      data: string;
      id?: string | undefined;
      retry?: number | undefined;
    },
    jsonDecoder: (text: string) => unknown = JSON.parse,
  ) {
    this.event = init.event ?? "message";
    this.data = init.data;
    this.id = init.id ?? "";
    this.retry = init.retry;
    this.#jsonDecoder = jsonDecoder;
  }

  /** The data as JSON, read by the client's `jsonDecoder` if it has one. @throws SyntaxError if it is not JSON. */
  json<T = unknown>(): T {
    // The caller says what the server promises.
    return this.#jsonDecoder(this.data) as T;
  }
}
