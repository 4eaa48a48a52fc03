// Where a request goes: what picks a connection.

/** A scheme, host and port. One object per origin and transport, so that it can be compared by identity. */
export interface Origin {
  /** `https://api.example.com:8443`, a default port left out. */
  readonly url: string;
  readonly isSecure: boolean;
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** `host:port`, always with the port, as CONNECT wants it. */
  readonly authority: string;
}

/** The origin of an http or https URL; undefined for other schemes. */
export function parseOrigin(given: string | URL): Origin | undefined {
  if (typeof given === "string" && !URL.canParse(given)) return undefined;
  const url = new URL(given);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  const isSecure = url.protocol === "https:";
  const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
  const hostname = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  return {
    url: `${url.protocol}//${url.host}`,
    isSecure,
    hostname,
    port,
    authority: `${url.hostname}:${port}`,
  };
}
