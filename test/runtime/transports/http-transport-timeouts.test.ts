import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { HTTPTransport, type HTTPTransportOptions } from "../../../runtime/transports/http.js";
import { response, type Step, startFaultServer } from "../../support/fault-server.js";
import { eventually, type Given, send } from "../../support/transport-requests.js";

// The first connection of a process imports undici and reads the certificates: that is not what is measured here.
beforeAll(async () => {
  const server = await startFaultServer([["request", response("ready"), "stall"], ["close"]]);
  const transport = new HTTPTransport();
  await send(transport, "GET", server.url);
  await send(transport, "GET", server.url.replace("http", "https")).catch(() => {});
  await transport.close();
  await server.close();
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(script: readonly Step[], options: HTTPTransportOptions = {}) {
  const server = await startFaultServer([script]);
  const transport = new HTTPTransport({ trustEnv: false, ...options });
  closers.push(server.close, () => transport.close());
  return { server, transport };
}

const HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";

describe("a timeout", () => {
  interface Row {
    readonly name: string;
    readonly script: readonly Step[];
    readonly given: Given;
    readonly method?: string;
    readonly tls?: boolean;
    readonly want: readonly [code: string, message: RegExp];
    readonly afterMs: number;
  }
  const rows: readonly Row[] = [
    {
      name: "connect: in TLS",
      script: ["stall"],
      tls: true,
      given: { timeout: { connect: 60 } },
      want: [
        "ERR_CONNECT_TIMEOUT",
        /^GET https:.*: no connection to 127\.0\.0\.1:\d+ within the connect timeout of 60 ms \(pool: 1 active, 0 idle, 0 queued; maxConnections 100\)$/,
      ],
      afterMs: 60,
    },
    {
      name: "read: before the response",
      script: ["request", "stall"],
      given: { timeout: { read: 60 } },
      want: [
        "ERR_READ_TIMEOUT",
        /^GET http:.*: no response within the read timeout of 60 ms \(pool: 1 active/,
      ],
      afterMs: 60,
    },
    {
      name: "read: between bytes, counted from the last one",
      script: [
        "request",
        { send: `${HEAD}a` },
        { waitMs: 250 },
        { send: "b" },
        { waitMs: 250 },
        { send: "c" },
        "stall",
      ],
      given: { timeout: { read: 400 } },
      want: [
        "ERR_READ_TIMEOUT",
        /no more of the response's body after 3 bytes within the read timeout of 400 ms/,
      ],
      afterMs: 900,
    },
    {
      name: "write: the other side takes no more",
      script: ["stop reading", "stall"],
      method: "POST",
      given: { content: new Uint8Array(30_000_000), timeout: { write: 60 } },
      want: ["ERR_WRITE_TIMEOUT", /the request's body was not taken within the write timeout of 60 ms/],
      afterMs: 60,
    },
    {
      name: "total: whatever happens in between",
      script: ["request", { send: HEAD }, { trickle: "aaaaaaaaa", everyMs: 100 }],
      given: { timeout: { read: 400, total: 500 } },
      want: ["ERR_TOTAL_TIMEOUT", /not complete within the total timeout of \d+ ms/],
      afterMs: 500,
    },
    {
      name: "read, of one millisecond",
      script: ["request", "stall"],
      given: { timeout: { read: 1 } },
      want: ["ERR_READ_TIMEOUT", /read timeout of 1 ms/],
      afterMs: 1,
    },
  ];

  it.each(rows)(
    "$name",
    async ({ script, given, method = "GET", tls = false, want: [code, message], afterMs }) => {
      const { server, transport } = await open(script);
      const start = performance.now();
      const outcome = await send(
        transport,
        method,
        tls ? server.url.replace("http", "https") : server.url,
        given,
      ).catch((error: unknown) => error);
      const elapsed = performance.now() - start;
      expect(outcome).toMatchObject({ code, message: expect.stringMatching(message) });
      // Never early; late only as far as a busy machine makes everything late.
      expect(elapsed).toBeGreaterThanOrEqual(afterMs - 1);
      expect(elapsed).toBeLessThan(afterMs + 1_000);
      await eventually(() => transport.poolStats().connections === 0);
    },
  );

  it("pool: no connection becomes free, and the message says the state of the pool", async () => {
    const { server, transport } = await open(["request", "stall"], { limits: { maxConnections: 2 } });
    const running = [1, 2].map(() =>
      send(transport, "GET", server.url, { timeout: { read: 500 } }).catch(() => {}),
    );
    await eventually(() => transport.poolStats().active === 2);
    await expect(send(transport, "GET", server.url, { timeout: { pool: 50 } })).rejects.toMatchObject({
      code: "ERR_POOL_TIMEOUT",
      message: expect.stringMatching(
        /: no connection became free within the pool timeout of 50 ms \(pool: 2 active, 0 idle, 1 queued; maxConnections 2\)$/,
      ),
    });
    expect(transport.poolStats().queued).toBe(0);
    await Promise.all(running);
  });

  it("total covers the wait for a connection", async () => {
    const { server, transport } = await open(["request", "stall"], { limits: { maxConnections: 1 } });
    const running = send(transport, "GET", server.url, { timeout: { read: 300 } }).catch(() => {});
    await eventually(() => transport.poolStats().active === 1);
    await expect(send(transport, "GET", server.url, { timeout: { total: 50 } })).rejects.toMatchObject({
      code: "ERR_TOTAL_TIMEOUT",
    });
    await running;
  });

  it("of one request does not touch those of others", async () => {
    const { server, transport } = await open(["request", { waitMs: 120 }, response("late"), "stall"]);
    const patient = send(transport, "GET", server.url, { timeout: { read: 1_000 } });
    const hasty = send(transport, "GET", server.url, { timeout: { read: 30 } });
    await expect(hasty).rejects.toMatchObject({ code: "ERR_READ_TIMEOUT" });
    expect((await patient).text).toBe("late");
  });

  it("that is off waits", async () => {
    const { server, transport } = await open(["request", { waitMs: 100 }, response("late"), "stall"]);
    const answer = await send(transport, "GET", server.url, {
      timeout: { connect: null, read: null, write: null, pool: null },
    });
    expect(answer.text).toBe("late");
  });

  it.each([{ timeout: 2 ** 31 }, { timeout: Number.MAX_VALUE }])(
    "of $timeout ms, more than timers take, is not over at once",
    async ({ timeout }) => {
      const lookup: HTTPTransportOptions["lookup"] = (_host, _options, found) =>
        void setTimeout(() => found(null, [{ address: "127.0.0.1", family: 4 }]), 20);
      const script: Step[] = ["request", { waitMs: 20 }, response("late"), "stall"];
      const { server, transport } = await open(script, { lookup });
      const url = server.url.replace("127.0.0.1", "slow.test");
      const phases = { connect: timeout, read: timeout, write: timeout, pool: timeout, total: timeout };
      expect((await send(transport, "GET", url, { timeout: phases })).text).toBe("late");
    },
  );

  it("of writing does not count the time that the source takes", async () => {
    const { server, transport } = await open(["request", { waitMs: 200 }, response("thanks"), "stall"]);
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 3; count++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        yield new Uint8Array(10);
      }
    };
    const answer = await send(transport, "POST", server.url, {
      content: slow(),
      timeout: { write: 30, read: 1_000 },
    });
    expect(answer.text).toBe("thanks");
  });
});
