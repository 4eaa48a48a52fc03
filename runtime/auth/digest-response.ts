// The arithmetic of digest authentication (RFC 7616, RFC 2617, RFC 2069): challenge in, Authorization value out.

/** A hash of text, in lower-case hex. */
export type HexHash = (data: Uint8Array) => string;

/** A digest challenge, checked. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string | undefined;
  /** As the server wrote it, or "MD5" when it named none. */
  readonly algorithm: string;
  readonly qop: "auth" | "auth-int" | undefined;
  readonly isStale: boolean;
  readonly wantsHashedUser: boolean;
  readonly isUtf8: boolean;
}

/** What a request adds to its challenge. */
export interface DigestInput {
  readonly user: string;
  readonly password: string;
  readonly method: string;
  /** Path and query, as they stand on the request line. */
  readonly uri: string;
  /** Read for `auth-int` only. */
  readonly body: Uint8Array;
  readonly nonceCount: number;
  readonly clientNonce: string;
}

const utf8 = new TextEncoder();

/** The value of the `Authorization` header that answers a challenge. */
export function digestAuthorization(challenge: DigestChallenge, input: DigestInput, hash: HexHash): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const hashText = (text: string): string => hash(utf8.encode(text));
  const count = input.nonceCount.toString(16).padStart(8, "0");

  const credentials = hashText(`${input.user}:${realm}:${input.password}`);
  const isSession = algorithm.toLowerCase().endsWith("-sess");
  const secret = isSession ? hashText(`${credentials}:${nonce}:${input.clientNonce}`) : credentials;
  const bodyHash = qop === "auth-int" ? `:${hash(input.body)}` : "";
  const action = hashText(`${input.method}:${input.uri}${bodyHash}`);
  const response =
    qop === undefined
      ? hashText(`${secret}:${nonce}:${action}`)
      : hashText(`${secret}:${nonce}:${count}:${input.clientNonce}:${qop}:${action}`);

  const fields = [
    ...userFields(challenge, input.user, hashText),
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(input.uri)}`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
  ];
  if (opaque !== undefined) fields.push(`opaque=${quoted(opaque)}`);
  if (qop !== undefined) fields.push(`qop=${qop}`, `nc=${count}`, `cnonce=${quoted(input.clientNonce)}`);
  // RFC 2069 knows no cnonce, but a session key cannot be checked without it.
  else if (isSession) fields.push(`cnonce=${quoted(input.clientNonce)}`);
  return `Digest ${fields.join(", ")}`;
}

function userFields(challenge: DigestChallenge, user: string, hashText: (text: string) => string): string[] {
  if (challenge.wantsHashedUser) {
    return [`username="${hashText(`${user}:${challenge.realm}`)}"`, "userhash=true"];
  }
  // RFC 7616 §3.4: a name outside ASCII goes as RFC 8187 writes it, once the server says that it reads UTF-8.
  if (challenge.isUtf8 && /[^\x20-\x7e]/.test(user)) return [`username*=UTF-8''${extendedValue(user)}`];
  return [`username=${quoted(user)}`];
}

function extendedValue(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

// Header values are bytes; one beyond ASCII is sent as its UTF-8 bytes.
function quoted(text: string): string {
  const bytes = /[^\x00-\x7f]/.test(text) ? String.fromCharCode(...utf8.encode(text)) : text;
  return `"${bytes.replace(/["\\]/g, "\\$&")}"`;
}
