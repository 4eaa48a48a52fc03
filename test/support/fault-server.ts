// A TCP server that does exactly what a script says, one script per connection: what no HTTP library would do.

import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { fileURLToPath } from "node:url";

/** One thing that the server does. */
export type Step =
  /** Waits for a request, up to the empty line after its head. */
  | "request"
  /** Waits for that many bytes. */
  | { readonly receive: number }
  | { readonly send: string | Uint8Array }
  /** Sends byte by byte, with a pause of so many milliseconds after each. */
  | { readonly trickle: string; readonly everyMs: number }
  | { readonly waitMs: number }
  /** Sends the text again and again, until the other side has enough. */
  | { readonly flood: string }
  /** Never reads again, so that the other side's writes stop. */
  | "stop reading"
  /** FIN; what the other side sends is still taken. */
  | "half-close"
  | "close"
  /** RST. */
  | "reset"
  /** Does nothing more, and keeps the connection. */
  | "stall";

export interface FaultServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` or `https://localhost:<port>`. */
  readonly url: string;
  /** Connections accepted so far. */
  connections(): number;
  /** What each connection has sent so far, as Latin-1. */
  received(): readonly string[];
  close(): Promise<void>;
}

const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url)));

/** Certificates for tests. */
export const certificates = {
  authority: (): Buffer => fixture("authority.crt"),
  server: (): { key: Buffer; cert: Buffer } => ({ key: fixture("server.key"), cert: fixture("server.crt") }),
  otherHost: (): { key: Buffer; cert: Buffer } => ({
    key: fixture("other-host.key"),
    cert: fixture("other-host.crt"),
  }),
  client: (): { key: Buffer; cert: Buffer } => ({ key: fixture("client.key"), cert: fixture("client.crt") }),
};

/** The first connection plays the first script, and so on; further ones play the last. */
export async function startFaultServer(
  scripts: readonly (readonly Step[])[],
  options: { tls?: boolean } = {},
): Promise<FaultServer> {
  const sockets = new Set<Socket>();
  const inputs: Input[] = [];
  // Below TLS, so that a failed handshake counts as well.
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  };
  const accept = (socket: Socket): void => {
    // The other side resets, too.
    socket.on("error", () => {});
    const script = scripts[Math.min(inputs.length, scripts.length - 1)] ?? [];
    const input = new Input(socket);
    inputs.push(input);
    void play(socket, input, script);
  };
  const server = options.tls
    ? createTlsServer({ ...certificates.server(), allowHalfOpen: true }, accept)
    : createServer({ allowHalfOpen: true, noDelay: true }, accept);
  server.on("connection", track);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return {
    port,
    url: options.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    connections: () => inputs.length,
    received: () => inputs.map((input) => input.text),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What came in, and how far the script has taken it. */
class Input {
  text = "";
  #taken = 0;
  #wake: (() => void) | undefined;
  #isOver = false;

  constructor(socket: Socket) {
    socket.on("data", (chunk: Buffer) => {
      this.text += chunk.toString("latin1");
      this.#wake?.();
    });
    socket.on("end", () => this.#end());
    socket.on("close", () => this.#end());
  }

  /** Takes what `measure` says is there; false when the connection ends first. */
  async take(measure: (rest: string) => number): Promise<boolean> {
    for (;;) {
      const length = measure(this.text.slice(this.#taken));
      if (length > 0) {
        this.#taken += length;
        return true;
      }
      if (this.#isOver) return false;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #end(): void {
    this.#isOver = true;
    this.#wake?.();
  }
}

async function play(socket: Socket, input: Input, script: readonly Step[]): Promise<void> {
  for (const step of script) {
    if (socket.destroyed) return;
    if (step === "stall") return;
    if (step === "request") {
      if (!(await input.take(headLength))) return;
    } else if (step === "stop reading") socket.pause();
    else if (step === "half-close") socket.end();
    else if (step === "close") {
      await new Promise<void>((resolve) => socket.end(resolve));
      socket.destroySoon();
    } else if (step === "reset") socket.resetAndDestroy();
    else if ("receive" in step) {
      if (!(await input.take((rest) => (rest.length >= step.receive ? step.receive : 0)))) return;
    } else if ("send" in step) await write(socket, step.send);
    else if ("waitMs" in step) await pause(step.waitMs);
    else if ("trickle" in step) {
      for (const byte of step.trickle) {
        if (socket.destroyed) return;
        await write(socket, byte);
        await pause(step.everyMs);
      }
    } else {
      while (!socket.destroyed) {
        await write(socket, step.flood);
        // In the same process as the client, which must have its turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

function headLength(text: string): number {
  const end = text.indexOf("\r\n\r\n");
  return end < 0 ? 0 : end + 4;
}

function write(socket: Socket, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    socket.write(typeof data === "string" ? Buffer.from(data, "latin1") : data, () => resolve());
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** A whole response. */
export function response(body: string, headers = ""): Step {
  return { send: `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}` };
}
