import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createSecureServer as createHttp2Server } from "node:http2";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { HTTPTransport, type HTTPTransportOptions } from "../../../runtime/transports/http.js";
import { certificates } from "../../support/fault-server.js";
import { listening, startServer, type TestServer } from "../../support/http-server.js";
import { send } from "../../support/transport-requests.js";

interface Peer {
  readonly servername: string | false;
  readonly client: string | string[] | undefined;
  readonly resumed: boolean;
}

/** Says how it was reached. */
async function startPeer(options: object): Promise<TestServer> {
  const server = createServer({ ...certificates.server(), ...options }, (request, response) => {
    const socket = request.socket as TLSSocket; // An https server has no others.
    const peer: Peer = {
      servername: (socket as TLSSocket & { servername: string | false }).servername, // Set on the server's side.
      client: socket.getPeerCertificate().subject?.CN,
      resumed: socket.isSessionReused(),
    };
    response.end(JSON.stringify(peer));
  });
  return listening(server, "https");
}

const wanting = (): object => ({
  requestCert: true,
  rejectUnauthorized: true,
  ca: certificates.authority(),
});

let server: TestServer;
let otherHost: TestServer;
let wantsClient: TestServer;
beforeAll(async () => {
  server = await startPeer({});
  otherHost = await startPeer(certificates.otherHost());
  wantsClient = await startPeer(wanting());
});
afterAll(async () => {
  await server.close();
  await otherHost.close();
  await wantsClient.close();
});

const opened: HTTPTransport[] = [];
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});
function open(options: HTTPTransportOptions): HTTPTransport {
  const transport = new HTTPTransport({ trustEnv: false, ...options });
  opened.push(transport);
  return transport;
}
const trusting = (): object => ({ ca: certificates.authority() });

describe("verify", () => {
  it("is on, and says what to do", async () => {
    await expect(send(open({}), "GET", server.url)).rejects.toMatchObject({
      code: "ERR_CONNECT",
      message: expect.stringContaining(
        'its certificate is of an unknown authority; trust it with "verify: { ca }"',
      ),
      cause: { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
    });
  });

  it("takes an authority", async () => {
    const answer = await send(open({ verify: trusting() }), "GET", server.url);
    expect(answer.json()).toEqual({ servername: "localhost", client: undefined, resumed: false });
  });

  it("takes the place of a name with an address, without SNI", async () => {
    const answer = await send(open({ verify: trusting() }), "GET", `https://127.0.0.1:${server.port}/`);
    expect(answer.json()).toMatchObject({ servername: false });
  });

  it("refuses a certificate for another host", async () => {
    await expect(send(open({ verify: trusting() }), "GET", otherHost.url)).rejects.toMatchObject({
      code: "ERR_CONNECT",
      message: expect.stringContaining("its certificate is for another host"),
      cause: { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
    });
  });

  it("takes another servername, for SNI and for the check", async () => {
    const answer = await send(
      open({ verify: { ...trusting(), servername: "other.test" } }),
      "GET",
      otherHost.url,
    );
    expect(answer.json()).toMatchObject({ servername: "other.test" });
  });

  it.each([
    { name: "false", verify: false },
    { name: "rejectUnauthorized: false", verify: { rejectUnauthorized: false } },
  ])("$name takes any certificate for any host", async ({ verify }) => {
    expect((await send(open({ verify }), "GET", server.url)).statusCode).toBe(200);
    expect((await send(open({ verify }), "GET", otherHost.url)).statusCode).toBe(200);
  });

  it("takes a client certificate", async () => {
    const answer = await send(
      open({ verify: { ...trusting(), ...certificates.client() } }),
      "GET",
      wantsClient.url,
    );
    expect(answer.json()).toMatchObject({ client: "gen-client test client" });
  });

  describe("without the client certificate that the server wants", () => {
    // With TLS 1.3 the server says so when we think that the connection is made.
    it("is an error that says so", async () => {
      await expect(send(open({ verify: trusting() }), "GET", wantsClient.url)).rejects.toMatchObject({
        code: "ERR_READ",
        message: expect.stringContaining(
          'asks for a client certificate; give one with "verify: { cert, key }"',
        ),
        cause: { code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" },
      });
    });

    it("is one over HTTP/2, at once, and leaves no connection", async () => {
      const http2 = createHttp2Server({ ...certificates.server(), ...wanting() });
      http2.on("sessionError", () => {});
      await new Promise<void>((resolve) => http2.listen(0, "127.0.0.1", resolve));
      // It listens on TCP.
      const url = `https://localhost:${(http2.address() as AddressInfo).port}`;
      const transport = open({ verify: trusting(), http2: true });
      await expect(send(transport, "GET", url)).rejects.toMatchObject({
        code: "ERR_CONNECT",
        message: expect.stringContaining("asks for a client certificate"),
      });
      expect(transport.poolStats().connections).toBe(0);
      await new Promise((resolve) => http2.close(resolve));
    });
  });

  it.each([{ http2: false }, { http2: true }])(
    "where there is no TLS says so, with %o",
    async ({ http2 }) => {
      const plain = await startServer((_request, response) => response.end());
      await expect(
        send(open({ verify: trusting(), http2 }), "GET", plain.url.replace("http:", "https:")),
      ).rejects.toMatchObject({
        code: "ERR_CONNECT",
        message: expect.stringMatching(/does not answer in TLS \(ERR_SSL_WRONG_VERSION_NUMBER\).*http:$/),
      });
      await plain.close();
    },
  );

  it("with a key that is none is a ConnectError", async () => {
    await expect(
      send(open({ verify: { ...trusting(), key: "none", cert: "none" } }), "GET", server.url),
    ).rejects.toMatchObject({
      code: "ERR_CONNECT",
    });
  });

  it("with TLS 1.3 alone refuses a server of TLS 1.2", async () => {
    const old = await startPeer({ maxVersion: "TLSv1.2" });
    await expect(
      send(open({ verify: { ...trusting(), minVersion: "TLSv1.3" } }), "GET", old.url),
    ).rejects.toMatchObject({
      code: "ERR_CONNECT",
    });
    await old.close();
  });
});

describe("connections in TLS", () => {
  it("are kept alive whatever the Host header says", async () => {
    const transport = open({ verify: trusting() });
    const before = server.connections();
    for (const host of ["a.test", "b.test", "localhost"]) {
      expect((await send(transport, "GET", server.url, { headers: { Host: host } })).statusCode).toBe(200);
    }
    expect(server.connections() - before).toBe(1);
  });

  it("resume their sessions", async () => {
    const transport = open({ verify: trusting(), limits: { maxKeepaliveConnections: 0 } });
    await send(transport, "GET", server.url);
    const second = await send(transport, "GET", server.url);
    expect(second.json()).toMatchObject({ resumed: true });
  });
});

describe("the environment", () => {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const file = join(folder, "authority.pem");
  writeFileSync(file, certificates.authority());
  afterAll(() => rmSync(folder, { recursive: true }));

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    { name: "SSL_CERT_FILE", given: { SSL_CERT_FILE: file } },
    { name: "SSL_CERT_DIR", given: { SSL_CERT_DIR: folder } },
  ])("names authorities in $name, unless trustEnv is off", async ({ given }) => {
    for (const [name, value] of Object.entries({ SSL_CERT_FILE: "", SSL_CERT_DIR: "", ...given })) {
      vi.stubEnv(name, value);
    }
    expect((await send(open({ trustEnv: true }), "GET", server.url)).statusCode).toBe(200);
    await expect(send(open({ trustEnv: false }), "GET", server.url)).rejects.toMatchObject({
      code: "ERR_CONNECT",
    });
  });

  it("that names a file which is not there is a ConnectError", async () => {
    vi.stubEnv("SSL_CERT_FILE", join(folder, "missing.pem"));
    await expect(send(open({ trustEnv: true }), "GET", server.url)).rejects.toMatchObject({
      code: "ERR_CONNECT",
      message: expect.stringContaining("missing.pem"),
    });
  });
});
