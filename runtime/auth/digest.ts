import type { Request } from "../request.js";
import type { Response } from "../response.js";
import { Auth, type AuthFlow } from "./auth.js";
import { assertCredentials } from "./credentials.js";
import type { DigestChallenge, DigestInput } from "./digest-response.js";

/** A challenge, what answers it, and how often its nonce was used. */
interface Session {
  readonly challenge: DigestChallenge;
  readonly answer: (input: DigestInput) => string;
  nonceCount: number;
}

// A server that calls every nonce stale must not keep us for ever.
const maxStaleRounds = 3;

/**
 * HTTP Digest authentication (RFC 7616): MD5, SHA, SHA-256, SHA-512-256 and SHA-512, each with `-sess`; `auth` and
 * `auth-int`. The challenge of an origin is remembered, so that only its first request costs a round trip.
 */
export class DigestAuth extends Auth {
  readonly #user: string;
  readonly #password: string;
  readonly #sessions = new Map<string, Session>();

  constructor(user: string, password: string) {
    super();
    assertCredentials("DigestAuth", [user, password]);
    this.#user = user;
    this.#password = password;
  }

  override async *authFlow(request: Request): AuthFlow {
    const { origin } = request.url;
    const known = this.#sessions.get(origin);
    if (known !== undefined) await this.#sign(request, known);

    let response: Response = yield request;
    for (let round = 0; round <= maxStaleRounds; round++) {
      // A redirect may have led to another origin, whose challenge this request cannot answer.
      if (response.statusCode !== 401 || response.url.origin !== origin) return;
      loaded ??= await loadRules();
      const challenge = loaded.chooseDigestChallenge(
        response.headers.getList("www-authenticate"),
        response.request,
      );
      if (challenge === undefined || (round > 0 && !challenge.isStale)) return;
      await this.#sign(request, this.#open(origin, challenge, loaded));
      response = yield request;
    }
  }

  /** The session of a challenge. Requests that meet the same nonce at once go on counting instead of starting over. */
  #open(origin: string, challenge: DigestChallenge, rules: Rules): Session {
    const current = this.#sessions.get(origin);
    if (current?.challenge.nonce === challenge.nonce) return current;
    const hash = rules.hexHash(rules.digestAlgorithm(challenge.algorithm) ?? "MD5");
    const session: Session = {
      challenge,
      answer: (input) => rules.digestAuthorization(challenge, input, hash),
      nonceCount: 0,
    };
    this.#sessions.set(origin, session);
    return session;
  }

  async #sign(request: Request, session: Session): Promise<void> {
    const body = session.challenge.qop === "auth-int" ? await request.read() : new Uint8Array();
    // Counted after the last await and before anything else runs: no two requests share a count.
    session.nonceCount += 1;
    const input = {
      user: this.#user,
      password: this.#password,
      method: request.method,
      uri: request.url.pathname + request.url.search,
      body,
      nonceCount: session.nonceCount,
      clientNonce: randomHex(),
    };
    request.headers.set("Authorization", session.answer(input));
  }
}

// Loaded by the first challenge, and kept: most programs never meet one.
let loaded: Rules | undefined;
type Rules = Awaited<ReturnType<typeof loadRules>>;

async function loadRules(): Promise<
  typeof import("./digest-challenge.js") &
    typeof import("./digest-hash.js") &
    typeof import("./digest-response.js")
> {
  const [challenges, hashes, responses] = await Promise.all([
    import("./digest-challenge.js"),
    import("./digest-hash.js"),
    import("./digest-response.js"),
  ]);
  return { ...challenges, ...hashes, ...responses };
}

function randomHex(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
