import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Tests run against the sources, so that no stale build can make them pass.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@gen-client\/runtime\/codegen$/, replacement: source("./runtime/codegen/index.ts") },
      { find: /^@gen-client\/runtime$/, replacement: source("./runtime/index.ts") },
      { find: /^#platform$/, replacement: source("./runtime/platform/node.ts") },
      { find: /^#default-transport$/, replacement: source("./runtime/transports/default-node.ts") },
    ],
  },
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000 },
});
