// The only place that knows Handlebars. Templates are read from the package's `templates/` folder and compiled
// when they are first used; views hold finished text, so nothing is escaped, and a missing field is an error.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Handlebars from "handlebars";

export type TemplateName =
  | "api"
  | "client"
  | "index"
  | "models"
  | "operations"
  | "readme"
  | "resource"
  | "webhooks";

type Template = (view: object) => string;

const compiled = new Map<TemplateName, Template>();
let engine: typeof Handlebars | undefined;

export function renderTemplate(name: TemplateName, view: object): string {
  let template = compiled.get(name);
  if (template === undefined) {
    engine ??= createEngine();
    template = engine.compile(read(`${name}.hbs`), { noEscape: true, strict: true, preventIndent: false });
    compiled.set(name, template);
  }
  return template(view);
}

function createEngine(): typeof Handlebars {
  const created = Handlebars.create();
  for (const file of readdirSync(new URL("partials/", templateFolder()))) {
    created.registerPartial(file.replace(/\.hbs$/, ""), read(`partials/${file}`));
  }
  return created;
}

function read(path: string): string {
  return readFileSync(new URL(path, templateFolder()), "utf8");
}

/** Beside `dist/` in the package, one level further up from the sources. */
function templateFolder(): URL {
  for (const path of ["../../templates/", "../templates/"]) {
    const folder = new URL(path, import.meta.url);
    if (existsSync(fileURLToPath(folder))) return folder;
  }
  throw new Error('The folder "templates" of the package is missing: install gen-client again.');
}
