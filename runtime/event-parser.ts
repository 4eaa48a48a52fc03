// From lines to server-sent events (WHATWG HTML §9.2.6). Loaded with the first stream.

import { ServerSentEvent } from "./events.js";

/** Events as they become complete; one that the end cuts short is dropped. The lines may come in any groups. */
export async function* parseEvents(
  source: AsyncIterable<readonly string[]>,
  jsonDecoder?: (text: string) => unknown,
): AsyncGenerator<ServerSentEvent> {
  let event = "";
  let data: string[] = [];
  let id = "";
  let retry: number | undefined;
  for await (const lines of source) {
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) {
          const fields = { event: event || undefined, data: data.join("\n"), id, retry };
          yield new ServerSentEvent(fields, jsonDecoder);
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
