// `npm run build`: bundles the generator into `dist/`, where TypeScript has put its declarations. A run starts in a
// fraction of the time that a hundred small modules take to load, and finds the templates compiled.

import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import Handlebars from "handlebars";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const templateFolder = here("../templates/");
const outdir = here("../dist");

const { metafile } = await build({
  entryPoints: [here("cli.ts"), here("index.ts")],
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.18",
  // Else it makes a `new RegExp` of each literal that has any, at each use.
  supported: { "regexp-unicode-property-escapes": true },
  packages: "external",
  chunkNames: "[name]-[hash]",
  logLevel: "warning",
  metafile: true,
  define: { "process.env.GEN_CLIENT_BUILD": JSON.stringify(await hashOfSources()) },
  plugins: [{ name: "compiled templates", setup: replaceTemplates }],
});
await removeOthers(new Set(Object.keys(metafile.outputs).map((path) => resolve(path))));

/**
 * Chunks of earlier builds have other names.
 *
 * @param {ReadonlySet<string>} built
 */
async function removeOthers(built) {
  for (const name of await readdir(outdir, { recursive: true })) {
    const path = join(outdir, name);
    if (path.endsWith(".js") && !built.has(path)) await rm(path);
  }
}

/**
 * `emit/templates.ts` compiles templates when they are used; what takes its place has them compiled.
 *
 * @param {import("esbuild").PluginBuild} bundler
 */
function replaceTemplates(bundler) {
  bundler.onLoad({ filter: /[\\/]emit[\\/]templates\.ts$/ }, async () => ({
    contents: await compiledTemplates(),
    resolveDir: here("emit"),
    loader: "js",
  }));
}

async function hashOfSources() {
  const hash = createHash("sha256");
  for (const folder of [here("."), templateFolder]) {
    for (const name of (await readdir(folder, { recursive: true })).sort()) {
      if (/\.(?:ts|hbs)$/.test(name)) hash.update(name).update(await readFile(join(folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

async function compiledTemplates() {
  const templates = await compiled("");
  const partials = await compiled("partials/");
  // One file, where `handlebars/runtime` is twenty.
  return `
import Handlebars from "handlebars/dist/handlebars.runtime.min.js";
const engine = Handlebars.create();
const partials = {${partials.join(",\n")}};
for (const name of Object.keys(partials)) engine.registerPartial(name, engine.template(partials[name]));
const compiled = {${templates.join(",\n")}};
const templates = {};
export function renderTemplate(name, view) {
  templates[name] ??= engine.template(compiled[name]);
  return templates[name](view);
}`;
}

/** @param {string} folder */
async function compiled(folder) {
  const files = (await readdir(templateFolder + folder)).filter((file) => file.endsWith(".hbs"));
  return await Promise.all(
    files.map(async (file) => {
      const source = await readFile(templateFolder + folder + file, "utf8");
      // As in `emit/templates.ts`.
      const code = Handlebars.precompile(source, {
        noEscape: true,
        strict: true,
        preventIndent: false,
        knownHelpersOnly: true,
        data: false,
      });
      return `${JSON.stringify(file.replace(/\.hbs$/, ""))}: ${code}`;
    }),
  );
}
