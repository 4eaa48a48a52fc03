// Server-sent events by the WHATWG rules; eventsource-parser reads them, loaded with the first stream.

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

/** Events as they become complete; one that the end cuts short is dropped. */
export async function* parseEvents(source: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  const { createParser } = await import("eventsource-parser");
  const complete: ServerSentEvent[] = [];
  let lastId = "";
  let retry: number | undefined;
  const parser = createParser({
    onEvent: ({ event, data, id }) => {
      lastId = id ?? lastId;
      complete.push(
        new ServerSentEvent({ event: event === "" ? undefined : event, data, id: lastId, retry }),
      );
      retry = undefined;
    },
    onRetry: (interval) => {
      retry = interval;
    },
  });
  let afterReturn = false;
  for await (const text of source) {
    // The parser would hold a "\r" back until it sees whether "\n" follows, and the event with it.
    const rest: string = afterReturn && text.startsWith("\n") ? text.slice(1) : text;
    afterReturn = rest.endsWith("\r");
    parser.feed(afterReturn ? `${rest}\n` : rest);
    yield* complete.splice(0);
  }
}
