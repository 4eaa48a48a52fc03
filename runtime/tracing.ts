// What happens inside a call, for those who listen: Node's diagnostics_channel, beside undici's own channels.

import { platform } from "#platform";
import type { DiagnosticsChannel } from "./platform/platform.js";

/**
 * One channel for each event; all messages hold `request`.
 *
 * | channel | once for each | message |
 * |---|---|---|
 * | gen-client:request | call | request |
 * | gen-client:attempt | request on the wire | request, attempt (0 = not a retry) |
 * | gen-client:redirect | redirect that is followed | request, response, nextRequest |
 * | gen-client:response | response off the wire | request, response |
 * | gen-client:error | call that fails | request, error |
 */
export const tracing: Readonly<
  Record<"request" | "attempt" | "redirect" | "response" | "error", DiagnosticsChannel>
> = {
  request: platform.channel("gen-client:request"),
  attempt: platform.channel("gen-client:attempt"),
  redirect: platform.channel("gen-client:redirect"),
  response: platform.channel("gen-client:response"),
  error: platform.channel("gen-client:error"),
};
