// Prism as a validating mock, in a process of its own.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("node_modules/@stoplight/prism-cli/dist/index.js", import.meta.url));
const ownNode = fileURLToPath(new URL("node_modules/node/bin/node", import.meta.url));
/** Prism needs Node 24.18 or newer. */
export const node24 = existsSync(ownNode) ? ownNode : process.execPath;

/** @typedef {{ url: string, stop: () => Promise<void> }} Prism */

/**
 * @param {string} spec
 * @param {number} patienceMs
 * @returns {Promise<Prism>}
 */
export async function startPrism(spec, patienceMs) {
  const port = await freePort();
  const flags = ["--max-old-space-size=4096", "--max-http-header-size=1000000"];
  const args = [...flags, cli, "mock", "-h", "127.0.0.1", "-p", String(port), spec];
  const child = spawn(node24, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  const started = new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Prism has not started in ${patienceMs} ms`)),
      patienceMs,
    );
    const onText = (/** @type {Buffer} */ chunk) => {
      log = (log + String(chunk)).slice(-4000);
      if (log.includes("Prism is listening")) {
        clearTimeout(timer);
        resolve(undefined);
      }
    };
    child.stdout.on("data", onText);
    child.stderr.on("data", onText);
    child.on("exit", () => {
      clearTimeout(timer);
      reject(new Error(`Prism ended: ${log.slice(-600)}`));
    });
  });
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve(undefined);
      child.on("exit", () => resolve(undefined));
      child.kill("SIGKILL");
    });
  try {
    await started;
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, stop: async () => void (await stop()) };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      // Listening over TCP, so it has an address with a port.
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
