import type { DocumentOptions, ParseOptions, SchemaOptions } from "yaml";

/** Makes `yaml` read what `yaml.ts` reads with js-yaml: the core schema, merge keys, keys as text, the last duplicate. */
export const forgiving: ParseOptions & DocumentOptions & SchemaOptions = {
  merge: true,
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
};
