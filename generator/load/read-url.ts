import type { Reading } from "./read.js";
import { forbidden, ReadError } from "./read-error.js";

const maxRedirects = 10;
const timeoutMs = 30_000;

/**
 * Redirects are followed by hand: `fetch` would carry the user's headers, an API key among them, to another origin.
 */
export async function readUrl(
  uri: string,
  trustedOrigin: string,
  headers: Readonly<Record<string, string>>,
  refusal: (url: string) => string | undefined,
): Promise<Reading> {
  let url = uri;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const sent = new URL(url).origin === trustedOrigin ? headers : {};
    const response = await fetch(url, {
      headers: sent,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(requestFailed);
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = new URL(location, url).href;
      const reason = refusal(url);
      if (reason !== undefined)
        throw forbidden(`it redirects to "${url}", and ${reason}`, new URL(url).origin);
      continue;
    }
    if (!response.ok) {
      const answer = `the server answered ${response.status} ${response.statusText}`.trimEnd();
      const wantsLogin = response.status === 401 || response.status === 403;
      throw new ReadError(answer, wantsLogin ? { help: 'Say who you are: --header "Authorization: …"' } : {});
    }
    return { uri: url, content: Buffer.from(await response.arrayBuffer().catch(requestFailed)) };
  }
  throw new ReadError(`more than ${maxRedirects} redirects`);
}

function requestFailed(error: unknown): never {
  // What fetch throws says only that it failed; its cause says why.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new ReadError(`the request failed: ${reason}`, { cause: error });
}
