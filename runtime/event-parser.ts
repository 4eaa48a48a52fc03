// From text to server-sent events (WHATWG HTML §9.2.6). Loaded with the first stream.

import { ServerSentEvent } from "./events.js";
import { Lines } from "./texts.js";

/** Events as they become complete; one that the end cuts short is dropped. */
export async function* parseEvents(source: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let event = "";
  let data: string[] = [];
  let id = "";
  let retry: number | undefined;
  const lines = new Lines();
  for await (const text of source) {
    for (const line of lines.endedBy(text)) {
      if (line === "") {
        if (data.length > 0) {
          yield new ServerSentEvent({ event: event || undefined, data: data.join("\n"), id, retry });
          retry = undefined;
        }
        // Not the id: it stays, even that of an event without data, which is none.
        event = "";
        data = [];
        continue;
      }
      const colon = line.indexOf(":");
      // A comment is a field without a name.
      const field = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
      if (field === "data") data.push(value);
      else if (field === "event") event = value;
      else if (field === "id" && !value.includes("\0")) id = value;
      else if (field === "retry" && /^\d+$/.test(value)) retry = Number(value);
    }
  }
}
