import { describe, expect, it } from "vitest";
import type { Limits } from "../../../runtime/limits.js";
import type { Connection } from "../../../runtime/transports/connection.js";
import type { OpenCallbacks, Waiter } from "../../../runtime/transports/opening.js";
import { type Origin, parseOrigin } from "../../../runtime/transports/origin.js";
import { Pool } from "../../../runtime/transports/pool.js";

const a = origin("http://a.test");
const b = origin("http://b.test");

function origin(url: string): Origin {
  const parsed = parseOrigin(url);
  if (parsed === undefined) throw new Error(url);
  return parsed;
}

class FakeConnection implements Connection {
  readonly failure = null;
  readonly origin: Origin;
  readonly name: string;
  readonly isMultiplexed: boolean;
  readonly httpVersion = "HTTP/1.1";
  readonly opensByItself = false;
  readonly unsentBytes = 0;
  active = 0;
  served = 0;
  restedAt = 0;
  capacity: number;
  isDestroyed = false;

  constructor(origin: Origin, name: string, streams: number) {
    this.origin = origin;
    this.name = name;
    this.isMultiplexed = streams > 1;
    this.capacity = streams;
  }

  send(): void {}
  rest(): void {}
  retire(): void {
    this.capacity = 0;
  }
  destroy(): void {
    this.isDestroyed = true;
    this.capacity = 0;
  }
}

/** A request that notes what it is told. */
class Request implements Waiter {
  readonly origin: Origin;
  state = "new";
  connection: FakeConnection | undefined;

  constructor(origin: Origin) {
    this.origin = origin;
  }

  queued(): void {
    this.state = "queued";
  }
  connecting(): void {
    this.state = "connecting";
  }
  assigned(connection: Connection): void {
    this.state = "assigned";
    if (connection instanceof FakeConnection) this.connection = connection;
  }
  refused(error: unknown): void {
    this.state = String(error);
  }
}

interface Attempt extends OpenCallbacks {
  readonly origin: Origin;
  isAborted: boolean;
}

function setUp(limits: Partial<Limits> = {}, options: { streams?: number } = {}) {
  const attempts: Attempt[] = [];
  const { streams = 1 } = options;
  const pool = new Pool(
    { maxConnections: 2, maxKeepaliveConnections: 2, keepaliveExpiry: 5000, ...limits },
    (waiter, callbacks) => {
      const attempt = { ...callbacks, origin: waiter.origin, isAborted: false };
      attempts.push(attempt);
      return {
        abort: () => {
          attempt.isAborted = true;
        },
      };
    },
    () => streams > 1,
  );
  return {
    pool,
    attempts,
    request: (to: Origin): Request => {
      const request = new Request(to);
      pool.acquire(request);
      return request;
    },
    /** The attempt of that number succeeds. */
    open: (number: number, capacity = streams): FakeConnection => {
      const attempt = attempts[number];
      if (attempt === undefined) throw new Error(`no attempt ${number}`);
      const connection = new FakeConnection(attempt.origin, `c${number}`, capacity);
      attempt.opened(connection);
      return connection;
    },
  };
}

describe("a pool", () => {
  it("opens a connection for each request, up to the limit, over all origins", () => {
    const { pool, request } = setUp();
    const states = [request(a), request(b), request(a), request(b)].map(({ state }) => state);
    expect(states).toEqual(["connecting", "connecting", "queued", "queued"]);
    expect(pool.stats()).toEqual({ active: 2, idle: 0, queued: 2, connections: 2 });
  });

  it("gives a freed connection to the one who waited longest", () => {
    const { pool, request, open } = setUp({ maxConnections: 1 });
    request(a);
    const [second, third] = [request(a), request(a)];
    const connection = open(0);
    pool.release(connection);
    expect([second.state, third.state]).toEqual(["assigned", "queued"]);
    pool.release(connection);
    expect(third.state).toBe("assigned");
    pool.release(connection);
    expect(pool.stats()).toEqual({ active: 0, idle: 1, queued: 0, connections: 1 });
  });

  it("reuses the connection used last", () => {
    const { pool, request, open } = setUp();
    request(a);
    request(a);
    const [first, second] = [open(0), open(1)];
    pool.release(first);
    pool.release(second);
    expect(request(a).connection).toBe(second);
    expect(request(a).connection).toBe(first);
  });

  it("closes an idle connection to another origin when it is full", () => {
    const { pool, request, open, attempts } = setUp();
    request(a);
    request(a);
    const [older, newer] = [open(0), open(1)];
    pool.release(older);
    pool.release(newer);
    expect(request(b).state).toBe("connecting");
    expect([older.isDestroyed, newer.isDestroyed]).toEqual([true, false]);
    expect(attempts).toHaveLength(3);
    expect(pool.stats()).toEqual({ active: 1, idle: 1, queued: 0, connections: 2 });
  });

  it("serves the head of the queue first, even at the price of a connection", () => {
    const { pool, request, open } = setUp({ maxConnections: 1 });
    request(a);
    const [forB, forA] = [request(b), request(a)];
    const connection = open(0);
    pool.release(connection);
    expect(connection.isDestroyed).toBe(true);
    expect([forB.state, forA.state]).toEqual(["connecting", "queued"]);
  });

  it("keeps no more idle connections than it may", () => {
    const { pool, request, open } = setUp({ maxConnections: 3, maxKeepaliveConnections: 1 });
    for (let count = 0; count < 3; count++) request(a);
    const connections = [open(0), open(1), open(2)];
    for (const connection of connections) pool.release(connection);
    expect(connections.map(({ isDestroyed }) => isDestroyed)).toEqual([true, true, false]);
    expect(pool.stats()).toMatchObject({ idle: 1, connections: 1 });
  });

  it.each([
    { name: "with maxKeepaliveConnections 0", limits: { maxKeepaliveConnections: 0 } },
    { name: "with keepaliveExpiry 0", limits: { keepaliveExpiry: 0 } },
  ])("keeps no connection $name", ({ limits }) => {
    const { pool, request, open } = setUp(limits);
    request(a);
    const connection = open(0);
    pool.release(connection);
    expect(connection.isDestroyed).toBe(true);
    expect(pool.stats().connections).toBe(0);
  });

  it("gives the place of a failed attempt to the next", () => {
    const { request, attempts, pool } = setUp({ maxConnections: 1 });
    const [first, second] = [request(a), request(b)];
    attempts[0]?.failed("refused");
    expect([first.state, second.state]).toEqual(["refused", "connecting"]);
    attempts[1]?.failed("refused");
    expect(pool.stats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
  });

  it("aborts an attempt that nobody waits for any more, and gives its place away", () => {
    const { pool, request, attempts } = setUp({ maxConnections: 1 });
    const [first, second] = [request(a), request(b)];
    pool.cancel(first);
    expect(attempts[0]?.isAborted).toBe(true);
    expect(second.state).toBe("connecting");
    pool.cancel(second);
    expect(pool.stats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
  });

  it("hands an attempt over to someone who waits for the same origin", () => {
    const { pool, request, attempts, open } = setUp({ maxConnections: 1 });
    const [first, second] = [request(a), request(a)];
    pool.cancel(first);
    expect(attempts[0]?.isAborted).toBe(false);
    expect(second.state).toBe("connecting");
    open(0);
    expect(second.state).toBe("assigned");
  });

  it("forgets who no longer waits in the queue", () => {
    const { pool, request, open } = setUp({ maxConnections: 1 });
    request(a);
    const [second, third] = [request(a), request(a)];
    pool.cancel(second);
    pool.release(open(0));
    expect([second.state, third.state]).toEqual(["queued", "assigned"]);
  });

  it("opens another connection when one dies while requests wait", () => {
    const { pool, request, open } = setUp({ maxConnections: 1 });
    request(a);
    const second = request(a);
    const connection = open(0);
    pool.remove(connection);
    expect(second.state).toBe("connecting");
    pool.release(connection);
    expect(pool.stats()).toEqual({ active: 1, idle: 0, queued: 0, connections: 1 });
  });

  it("does not keep a connection whose last request is over", () => {
    const { pool, request, open } = setUp();
    request(a);
    const connection = open(0);
    connection.retire();
    pool.release(connection);
    expect(connection.isDestroyed).toBe(true);
    expect(pool.stats().connections).toBe(0);
  });

  it("closes all idle connections to an origin when one was dead", () => {
    const { pool, request, open } = setUp();
    request(a);
    request(b);
    const [toA, toB] = [open(0), open(1)];
    pool.release(toA);
    pool.release(toB);
    pool.dropIdle(a);
    expect([toA.isDestroyed, toB.isDestroyed]).toEqual([true, false]);
  });

  it("closes everything", () => {
    const { pool, request, open, attempts } = setUp();
    request(a);
    request(b);
    const connection = open(0);
    pool.close();
    expect(connection.isDestroyed).toBe(true);
    expect(attempts[1]?.isAborted).toBe(true);
    expect(pool.stats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
  });
});

describe("a pool whose connections carry several requests", () => {
  it("lets all wait for one attempt, and gives them its connection", () => {
    const { request, open, attempts, pool } = setUp({}, { streams: 3 });
    const requests = [request(a), request(a), request(a)];
    expect(attempts).toHaveLength(1);
    const connection = open(0);
    expect(requests.map((each) => each.connection)).toEqual([connection, connection, connection]);
    expect(pool.stats()).toEqual({ active: 1, idle: 0, queued: 0, connections: 1 });
  });

  it("opens another connection when the first is full, and queues when there may be none", () => {
    const { request, open, attempts } = setUp({ maxConnections: 1 }, { streams: 2 });
    const requests = [request(a), request(a), request(a)];
    open(0);
    expect(requests.map(({ state }) => state)).toEqual(["assigned", "assigned", "queued"]);
    expect(attempts).toHaveLength(1);
  });

  it("serves those who wait as soon as a stream ends", () => {
    const { request, open, pool } = setUp({ maxConnections: 1 }, { streams: 2 });
    const requests = [request(a), request(a), request(a)];
    const connection = open(0);
    pool.release(connection);
    expect(requests[2]?.state).toBe("assigned");
    expect(connection.active).toBe(2);
  });

  it("serves those who wait for a further connection as soon as a stream of the first ends", () => {
    const { request, open, pool, attempts } = setUp({ maxConnections: 2 }, { streams: 2 });
    const requests = [request(a), request(a), request(a), request(a), request(a)];
    const connection = open(0);
    expect(requests.map(({ state }) => state).slice(2)).toEqual(["connecting", "connecting", "connecting"]);
    pool.release(connection);
    pool.release(connection);
    // The attempt is that of the first of them.
    expect(requests.map(({ state }) => state).slice(2)).toEqual(["connecting", "assigned", "assigned"]);
    pool.release(connection);
    pool.release(connection);
    open(1);
    expect(requests[2]?.connection).not.toBe(connection);
    expect(connection.isDestroyed).toBe(false);
    expect(attempts).toHaveLength(2);
    expect(pool.stats()).toEqual({ active: 1, idle: 1, queued: 0, connections: 2 });
  });

  it("opens one connection for each when only HTTP/1.1 came, and remembers that", () => {
    const { request, open, attempts } = setUp({ maxConnections: 3 }, { streams: 2 });
    const [first, second] = [request(a), request(a)];
    open(0, 1);
    expect([first.state, second.state]).toEqual(["assigned", "connecting"]);
    expect(attempts).toHaveLength(2);
    request(a);
    expect(attempts).toHaveLength(3);
  });

  it("fails all who waited for the same attempt", () => {
    const { request, attempts } = setUp({}, { streams: 2 });
    const requests = [request(a), request(a)];
    attempts[0]?.failed("refused");
    expect(requests.map(({ state }) => state)).toEqual(["refused", "refused"]);
  });

  it("keeps an attempt as long as one waits for it", () => {
    const { request, attempts, pool } = setUp({}, { streams: 2 });
    const [first, second] = [request(a), request(a)];
    pool.cancel(first);
    expect(attempts[0]?.isAborted).toBe(false);
    pool.cancel(second);
    expect(attempts[0]?.isAborted).toBe(true);
  });

  it("lets a connection that takes no more requests finish those it has", () => {
    const { request, open, pool, attempts } = setUp({}, { streams: 2 });
    request(a);
    const connection = open(0);
    connection.retire();
    pool.capacityChanged(connection);
    expect(connection.isDestroyed).toBe(false);
    expect(request(a).state).toBe("connecting");
    expect(attempts).toHaveLength(2);
    pool.release(connection);
    expect(connection.isDestroyed).toBe(true);
  });
});
