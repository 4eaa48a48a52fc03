// What a human reads must not hold a secret: userinfo and query values that are keys, tokens or signatures.

const MASK = "[secure]";

const SECRET_PARAM =
  /^(?:.*[-_.])?(?:api[-_]?key|key|token|secret|password|passwd|pwd|auth|sig|signature|credential|code|jwt|assertion)$/i;
const SECRET_WORD =
  /^(?:apikey|accesstoken|refreshtoken|idtoken|authtoken|clientsecret|sessionid|sessiontoken)$/i;

/** The URL for messages and logs: the password is masked, and query values whose names look secret, or are known to be. */
export function redactUrl(url: string | URL, secretParams: readonly string[] = []): string {
  const href = typeof url === "string" ? url : url.href;
  return redactQuery(redactUserinfo(href), secretParams);
}

// A name without a password is usually a token, so it is masked too; and what lacks a scheme may be a URL all the same.
function redactUserinfo(href: string): string {
  const match = /^([^/?#]*\/\/)?([^/?#\\]*)@/.exec(href);
  if (match === null) return href;
  const [whole, scheme = "", userinfo = ""] = match;
  const colon = userinfo.indexOf(":");
  const masked = colon > 0 ? `${userinfo.slice(0, colon)}:${MASK}` : MASK;
  return `${scheme}${masked}@${href.slice(whole.length)}`;
}

// The fragment as well: OAuth has handed out tokens in it (RFC 6749 §4.2.2).
function redactQuery(href: string, secretParams: readonly string[]): string {
  return href.replace(/[?#][^#]*/g, (part) =>
    part
      .split("&")
      .map((pair) => {
        const [, start = "", name = ""] = /^([?#]?)([^=]*)=/.exec(pair) ?? [];
        const isSecret = looksSecret(name) || isAmong(secretParams, name);
        return isSecret ? `${start}${name}=${MASK}` : pair;
      })
      .join("&"),
  );
}

/** Whether the name of a parameter or header says that its value is a credential. */
export function looksSecret(name: string): boolean {
  return SECRET_PARAM.test(name) || SECRET_WORD.test(name);
}

// As it stands in the URL, where a name may be escaped.
function isAmong(names: readonly string[], escaped: string): boolean {
  if (names.length === 0 || escaped === "") return false;
  const [name = ""] = new URLSearchParams(escaped).keys();
  return names.includes(name);
}
