// A browser: it decodes bodies and keeps cookies itself, has no files to open and no environment variables.

import { utf8 } from "../streams.js";
import type { Platform } from "./platform.js";

export const platform: Platform = {
  utf8,
  acceptEncoding: "",
  contentDecoding: () => undefined,
  fileSource: () => undefined,
  environmentProxies: () => [],
  channel: () => ({ hasSubscribers: false, publish: () => {} }),
};
