/** One server-sent event. */
export class ServerSentEvent {
  /** The type, "message" where the server names none. */
  readonly event: string;
  readonly data: string;
  /** The last id that the server sent, on this event or before; "" if none. */
  readonly id: string;
  /** Milliseconds to wait before reconnecting, where the server says so. */
  readonly retry: number | undefined;

  constructor(init: {
    event?: string | undefined;
    data: string;
    id?: string | undefined;
    retry?: number | undefined;
  }) {
    this.event = init.event ?? "message";
    this.data = init.data;
    this.id = init.id ?? "";
    this.retry = init.retry;
  }

  /** @throws SyntaxError if the data is not JSON. */
  json<T = unknown>(): T {
    // The caller says what the server promises.
    return JSON.parse(this.data) as T;
  }
}
