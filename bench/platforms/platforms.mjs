// `npm run platforms`
//
// A published SDK as its users have it, on every platform that npm brings: an SDK is generated with `--package`, built,
// and packed; it and the runtime are installed from their tarballs into an empty project, and one program calls the pet
// store. Prints a table, and exits with 1 when a platform saw something else than this Node does.

import { execFileSync, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPetStoreServer } from "../../examples/pet-store/server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const output = join(here, "output");
// Not in this repository: Bun would take the paths of its tsconfig.json for the program's.
const app = mkdtempSync(join(tmpdir(), "gen-client-platforms-"));

/** @typedef {{ name: string, needs: string, command: readonly string[] }} Platform what npm installs, and how it runs a file */

/** @type {readonly Platform[]} */
const platforms = [
  ...["20.18.1", "22", "24", "26"].map((version) => ({
    name: `Node ${version}`,
    needs: `node@${version}`,
    command: ["node"],
  })),
  { name: "Bun", needs: "bun", command: ["bun", "run"] },
  { name: "Deno", needs: "deno", command: ["deno", "run", "--allow-net", "--allow-env", "--allow-read"] },
];

prepare();
const server = await startPetStoreServer();
try {
  const wanted = await sawBy([process.execPath]);
  console.log(`this Node, ${process.version}: ${wanted.text}`);
  for (const platform of platforms) {
    const binary = install(platform);
    const version = execFileSync(binary, ["--version"], { encoding: "utf8" }).split("\n")[0];
    const { text, code } = await sawBy([binary, ...platform.command.slice(1)]);
    const isSame = code === 0 && text === wanted.text;
    if (!isSame) process.exitCode = 1;
    console.log(`${platform.name.padEnd(14)} ${version.padEnd(60)} ${isSame ? "the same" : text}`);
  }
} finally {
  await server.close();
  rmSync(app, { recursive: true, force: true });
}

function prepare() {
  mkdirSync(output, { recursive: true });
  const sdk = join(output, "sdk");
  rmSync(sdk, { recursive: true, force: true });
  const spec = join(root, "fixtures/specs/petstore.yaml");
  const node = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: "pipe" });
  if (!existsSync(join(root, "dist/cli.js"))) execFileSync("npm", ["run", "build"], { cwd: root });
  node("bin/gen-client.js", spec, "--output", sdk, "--package", "@acme/pet-store");
  node("node_modules/typescript/bin/tsc", "-p", sdk);
  for (const name of readdirSync(output)) if (name.endsWith(".tgz")) rmSync(join(output, name));
  for (const folder of [join(root, "runtime"), sdk])
    execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", output], {
      cwd: folder,
    });
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", type: "module", private: true }));
  const tarballs = readdirSync(output).filter((name) => name.endsWith(".tgz"));
  npmInstall(app, ...tarballs.map((name) => join(output, name)));
  copyFileSync(join(here, "program.mjs"), join(app, "program.mjs"));
}

/** The path of the platform's program. */
function install({ name, needs, command }) {
  const folder = join(output, name.replace(/\W+/g, "-"));
  const binary = join(folder, "node_modules", ".bin", command[0]);
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    npmInstall(folder, needs);
  }
  return binary;
}

function npmInstall(folder, ...names) {
  const flags = ["--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock", "--silent"];
  execFileSync("npm", ["install", ...flags, ...names], { cwd: folder, stdio: "inherit" });
}

/** What the program says under a platform. It gets half a minute. */
function sawBy([binary, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, [...args, "program.mjs", server.url], { cwd: app, timeout: 30_000 });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (text += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, text: text.trim() }));
  });
}
