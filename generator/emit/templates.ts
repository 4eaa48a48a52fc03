// The only place that knows Handlebars. Views hold finished text, so nothing is escaped, and a missing field is an
// error. In the sources, templates are compiled when they are first used; the build puts what it has compiled in the
// place of this file (`generator/build.mjs`).

import { readdirSync, readFileSync } from "node:fs";
import Handlebars from "handlebars";

export type TemplateName =
  | "api"
  | "client"
  | "codecs"
  | "index"
  | "models"
  | "operations"
  | "readme"
  | "resource"
  | "webhooks";

type Template = (view: object) => string;

/** As in `generator/build.mjs`. Templates ask for no helpers of ours and no `@data`, and the search for them takes long. */
const options = {
  noEscape: true,
  strict: true,
  preventIndent: false,
  knownHelpersOnly: true,
  data: false,
};
const folder = new URL("../../templates/", import.meta.url);
const compiled = new Map<TemplateName, Template>();
let engine: typeof Handlebars | undefined;

export function renderTemplate(name: TemplateName, view: object): string {
  let template = compiled.get(name);
  if (template === undefined) {
    engine ??= createEngine();
    template = engine.compile(read(`${name}.hbs`), options);
    compiled.set(name, template);
  }
  return template(view);
}

function createEngine(): typeof Handlebars {
  const created = Handlebars.create();
  for (const file of readdirSync(new URL("partials/", folder))) {
    created.registerPartial(file.replace(/\.hbs$/, ""), read(`partials/${file}`));
  }
  return created;
}

function read(path: string): string {
  return readFileSync(new URL(path, folder), "utf8");
}
