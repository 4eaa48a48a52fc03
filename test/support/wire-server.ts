// A live server that keeps what it was sent as it arrived, and answers what a test says. It understands nothing of
// OpenAPI: forms are read by busboy, all else is compared byte by byte.

import type { IncomingHttpHeaders } from "node:http";
import busboy from "busboy";
import { startServer, type TestServer } from "./http-server.js";

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** A list is written piece by piece. */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[];
}

export interface WireServer extends Pick<TestServer, "url" | "close"> {
  readonly seen: readonly Seen[];
  /** The request that arrived last. */
  last(): Seen;
  /** What the next requests are answered; a function is asked for each. */
  answer: Answer | ((request: Seen) => Answer);
}

export async function startWireServer(): Promise<WireServer> {
  const seen: Seen[] = [];
  const server = await startServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url: target = "", headers } = request;
    const arrived: Seen = { method, target, headers, body: Buffer.concat(chunks) };
    seen.push(arrived);
    const { answer } = wire;
    const {
      status = 200,
      headers: said = {},
      body = "",
    } = typeof answer === "function" ? answer(arrived) : answer;
    response.writeHead(status, said);
    const pieces = typeof body === "string" || body instanceof Uint8Array ? [body] : body;
    for (const piece of pieces) {
      response.write(piece);
      // One packet each, as far as that can be asked for.
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  const wire: WireServer = {
    url: server.url,
    seen,
    last: () => {
      const request = seen.at(-1);
      if (request === undefined) throw new Error("No request has arrived.");
      return request;
    },
    answer: {},
    close: () => server.close(),
  };
  return wire;
}

/** A part of a form as busboy reads it. */
export interface SeenPart {
  readonly name: string;
  readonly type: string;
  readonly filename?: string;
  readonly text: string;
}

/** The parts of a `multipart/form-data` request. */
export function partsOf({ headers, body }: Seen): Promise<SeenPart[]> {
  return new Promise((resolve, reject) => {
    const parts: SeenPart[] = [];
    const form = busboy({ headers, defParamCharset: "utf8" });
    form.on("field", (name, text, { mimeType }) => parts.push({ name, type: mimeType, text }));
    form.on("file", (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        parts.push({ name, type: mimeType, ...(filename !== undefined && { filename }), text });
      });
    });
    form.on("close", () => resolve(parts));
    form.on("error", reject);
    form.end(body);
  });
}

/** A multipart body with its boundary, made up by the sender, called `BOUNDARY`. */
export function multipartText({ headers, body }: Seen): string {
  const [, boundary = ""] = /boundary="?([^";]+)"?/.exec(headers["content-type"] ?? "") ?? [];
  return body.toString("utf8").replaceAll(boundary, "BOUNDARY");
}
