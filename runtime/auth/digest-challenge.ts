// From a 401 to the challenge that is answered: the strongest whose algorithm we know.

import { aboutRequest, RemoteProtocolError } from "../errors.js";
import type { Request } from "../request.js";
import { type Challenge, parseChallenges } from "./challenges.js";
import type { DigestChallenge } from "./digest-response.js";

/** Strongest first; each also with "-SESS". */
const strength = ["SHA-512", "SHA-512-256", "SHA-256", "SHA", "MD5"] as const;

/** A hash by the name that RFC 7616 gives it. */
export type DigestAlgorithm = (typeof strength)[number];

/** The hash that a challenge's `algorithm` names, or `undefined` for an unknown one. */
export function digestAlgorithm(name: string): DigestAlgorithm | undefined {
  const plain = name.toUpperCase().replace(/-SESS$/, "");
  return strength.find((algorithm) => algorithm === plain);
}

/**
 * The digest challenge to answer among the `WWW-Authenticate` lines, or `undefined` when there is none. Throws
 * RemoteProtocolError when the server offers digest, but nothing that can be answered.
 */
export function chooseDigestChallenge(
  lines: readonly string[],
  request?: Request,
): DigestChallenge | undefined {
  const offers = parseChallenges(lines).filter(({ scheme }) => scheme === "digest");
  if (offers.length === 0) return undefined;
  let best: DigestChallenge | undefined;
  let problem: string | undefined;
  for (const offer of offers) {
    const challenge = readChallenge(offer);
    if (typeof challenge === "string") problem ??= challenge;
    else if (best === undefined || rank(challenge) < rank(best)) best = challenge;
  }
  if (best === undefined && problem !== undefined)
    throw new RemoteProtocolError(aboutRequest(request, problem), { request });
  return best;
}

function rank(challenge: DigestChallenge): number {
  return strength.indexOf(digestAlgorithm(challenge.algorithm) ?? "MD5");
}

/** The challenge, or what is wrong with it. */
function readChallenge({ parameters, isMalformed }: Challenge): DigestChallenge | string {
  const realm = parameters.get("realm");
  const nonce = parameters.get("nonce");
  if (isMalformed || realm === undefined || nonce === undefined) {
    return "Malformed Digest WWW-Authenticate header: it must hold a realm and a nonce.";
  }
  const algorithm = parameters.get("algorithm") ?? "MD5";
  if (digestAlgorithm(algorithm) === undefined) {
    return `Unknown algorithm "${algorithm}" in digest authentication.`;
  }
  const qop = parameters.get("qop");
  const offered = qop?.split(",").map((item) => item.trim().toLowerCase());
  const chosen = offered?.includes("auth") ? "auth" : offered?.includes("auth-int") ? "auth-int" : undefined;
  if (offered !== undefined && chosen === undefined) {
    return `Unexpected qop value "${qop}" in digest authentication.`;
  }
  return {
    realm,
    nonce,
    opaque: parameters.get("opaque"),
    algorithm,
    qop: chosen,
    isStale: parameters.get("stale")?.toLowerCase() === "true",
    wantsHashedUser: parameters.get("userhash")?.toLowerCase() === "true",
    isUtf8: parameters.get("charset")?.toUpperCase() === "UTF-8",
  };
}
