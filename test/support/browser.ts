// The runtime as a browser gets it: bundled from the sources, and run in a real one where there is one.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";

const runtime = (path: string): string => fileURLToPath(new URL(`../../runtime/${path}`, import.meta.url));

/** A bundle for browsers of the public entry, or of code that imports it as "@gen-client/runtime". */
export async function bundleForBrowsers(
  code: string,
  options: { minify?: boolean } = {},
): Promise<{ text: string; metafile: Metafile }> {
  const result = await build({
    stdin: { contents: code, resolveDir: runtime("."), loader: "ts" },
    alias: {
      "@gen-client/runtime": runtime("browser.ts"),
      "#platform": runtime("platform/browser.ts"),
      "#default-transport": runtime("transports/default-browser.ts"),
    },
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    write: false,
    metafile: true,
    minify: options.minify ?? false,
    logLevel: "silent",
  });
  return { text: result.outputFiles[0]?.text ?? "", metafile: result.metafile };
}

/** The system's Chromium, if there is one. */
export const chromium: string | undefined = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));
