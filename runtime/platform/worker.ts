// A worker of an edge platform: a browser in all but cookies, which nobody keeps there but its program.

import { cookieRules } from "../set-cookie.js";
import { platform as browser } from "./browser.js";
import type { Platform } from "./platform.js";

export const platform: Platform = {
  ...browser,
  loadCookieRules: async () => cookieRules(await import("tough-cookie")),
};
