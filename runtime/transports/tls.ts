// The `verify` option in its forms, as Node's TLS options; the certificates that the environment names; the handshake.

import { readdirSync, readFileSync } from "node:fs";
import { isIP, type Socket } from "node:net";
import { delimiter, join } from "node:path";
import type { Duplex } from "node:stream";
import {
  type ConnectionOptions,
  connect,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from "node:tls";

/** Node's TLS options that make sense for a client: `ca cert key passphrase pfx servername minVersion ciphers …`. */
export type TLSOptions = Omit<
  ConnectionOptions,
  "socket" | "host" | "port" | "path" | "lookup" | "ALPNProtocols" | "session"
>;

/** `true` verifies, `false` accepts any certificate. */
export type Verify = boolean | TLSOptions;

/** @throws TypeError for what would be ignored, and leave its author with other authorities than they named. */
export function assertVerify(verify: unknown): void {
  if (typeof verify === "boolean" || (typeof verify === "object" && verify !== null)) return;
  const got = verify === null ? "null" : typeof verify;
  throw new TypeError(
    `verify: expected true, false or Node's TLS options, such as { ca: readFileSync("ca.pem") }, got ${got}.`,
  );
}

/** A way to secure sockets: the certificates are read, and the context made, when the first one is. */
export interface Securer {
  /** Starts the handshake. The socket emits `secureConnect`, or `error`. */
  secure(socket: Duplex, hostname: string, protocols: string[]): TLSSocket;
  /** The name that is asked for and checked. */
  servername(hostname: string): string;
}

const MAX_SESSIONS = 100;

export function makeSecurer(
  verify: Verify,
  environment: Readonly<Record<string, string | undefined>>,
): Securer {
  assertVerify(verify);
  const options: TLSOptions = typeof verify === "object" ? verify : {};
  const isLax = verify === false || options.rejectUnauthorized === false;
  const sessions = new Map<string, Buffer>();
  let context: SecureContext | undefined;

  function secureContext(): SecureContext {
    if (context === undefined) {
      const ca = options.ca ?? (isLax ? undefined : environmentCertificates(environment));
      context = options.secureContext ?? createSecureContext(ca === undefined ? options : { ...options, ca });
    }
    return context;
  }

  function servername(hostname: string): string {
    // RFC 6066 §3: no addresses.
    return options.servername ?? (isIP(hostname) === 0 ? hostname : "");
  }

  return {
    servername,
    secure(socket, hostname, protocols) {
      const name = servername(hostname);
      const key = `${hostname} ${name} ${protocols.join()}`;
      const session = sessions.get(key);
      const secured = connect({
        ...options,
        // With an address there is no SNI, but Node checks the certificate against it.
        host: hostname,
        servername: name,
        socket: asSocket(socket),
        secureContext: secureContext(),
        rejectUnauthorized: !isLax,
        ALPNProtocols: protocols,
        ...(session === undefined ? {} : { session }),
      });
      secured.on("session", (ticket: Buffer) => {
        if (sessions.size >= MAX_SESSIONS) sessions.clear();
        sessions.set(key, ticket);
      });
      return secured;
    },
  };
}

// Node's types want a Socket where any Duplex does, as its documentation says.
function asSocket(stream: Duplex): Socket {
  return stream as Socket;
}

/** `SSL_CERT_FILE`, then `SSL_CERT_DIR`: they replace the built-in authorities, as for OpenSSL. */
function environmentCertificates(
  environment: Readonly<Record<string, string | undefined>>,
): string[] | undefined {
  const file = environment.SSL_CERT_FILE;
  if (file) return [readFileSync(file, "utf8")];
  const folders = environment.SSL_CERT_DIR;
  if (!folders) return undefined;
  return folders.split(delimiter).flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => readFileSync(join(folder, entry.name), "utf8"))
      .filter((text) => text.includes("-----BEGIN")),
  );
}
