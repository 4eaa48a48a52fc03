// A worker of an edge platform: a browser in all but cookies, which nobody keeps there but its program.

import { platform as browser } from "./browser.js";
import type { Platform } from "./platform.js";

export const platform: Platform = { ...browser, loadToughCookie: () => import("tough-cookie") };
