// What a caller sends without our help: a header of the client, a cookie that a login has set, a parameter of the call.

import type { Client } from "../client.js";
import { Cookies } from "../cookies.js";
import { parseParams } from "../params.js";
import type { CallOptions } from "./call-options.js";
import { headerNames } from "./header-names.js";

/** Whether the client or the call has a header, cookie or query parameter of that name. */
export function sendsByHand(
  client: Client,
  call: CallOptions | undefined,
  place: "header" | "cookie" | "query",
  name: string,
): boolean {
  switch (place) {
    case "header":
      return client.headers.has(name) || headerNames(call?.headers).has(name.toLowerCase());
    case "cookie":
      return hasCookie(client, call, name);
    case "query":
      return client.params.has(name) || parseParams(call?.params).has(name);
  }
}

function hasCookie(client: Client, call: CallOptions | undefined, name: string): boolean {
  const headers = client.headers.clone();
  headers.update(call?.headers);
  const pairs = headers.get("cookie")?.split(/; */) ?? [];
  if (pairs.some((pair) => pair.startsWith(`${name}=`))) return true;
  return new Cookies(call?.cookies).has(name) || jarHas(client, name);
}

function jarHas(client: Client, name: string): boolean {
  try {
    return client.cookies.has(name);
  } catch {
    // A client that was made with `cookies: false` has no jar.
    return false;
  }
}
