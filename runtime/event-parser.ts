// From text to server-sent events, by the WHATWG rules; eventsource-parser reads them. Loaded with the first stream.

import { createParser } from "eventsource-parser";
import { ServerSentEvent } from "./events.js";

/** Events as they become complete; one that the end cuts short is dropped. */
export async function* parseEvents(source: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
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
