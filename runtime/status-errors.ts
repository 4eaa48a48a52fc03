import { HTTPStatusError } from "./errors.js";
import { redactUrl } from "./redaction.js";
import type { Request } from "./request.js";
import type { Response } from "./response.js";

const KINDS: Readonly<Record<number, string>> = {
  1: "Informational response",
  3: "Redirect response",
  4: "Client error",
  5: "Server error",
};

/** The error for a status that is not 2xx, in HTTPX's words but for the secrets in URLs. */
export function statusError(response: Response, request: Request): HTTPStatusError {
  const { statusCode, reasonPhrase } = response;
  const kind = KINDS[Math.floor(statusCode / 100)] ?? "Invalid status code";
  const shown = (url: string): string => redactUrl(url, request.context.secretParams);
  const lines = [`${kind} '${statusCode} ${reasonPhrase}' for url '${shown(request.href)}'`];
  if (response.hasRedirectLocation) {
    lines.push(`Redirect location: '${shown(response.headers.get("location") ?? "")}'`);
  }
  lines.push(
    `For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/${statusCode}`,
  );
  return new HTTPStatusError(lines.join("\n"), { request, response });
}
