import type { DocumentOptions, ParseOptions, ScalarTag, SchemaOptions, Tags } from "yaml";
import { integer } from "./long-integers.js";

/** Makes `yaml` read what `yaml.ts` reads with js-yaml: the core schema, merge keys, keys as text, the last duplicate. */
export const forgiving: ParseOptions & DocumentOptions & SchemaOptions = {
  merge: true,
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
  customTags: (tags) => tags.map((tag) => (isInteger(tag) ? exact(tag) : tag)),
};

function isInteger(tag: Tags[number]): tag is ScalarTag {
  return typeof tag === "object" && tag.tag === "tag:yaml.org,2002:int";
}

function exact(tag: ScalarTag): ScalarTag {
  return {
    ...tag,
    resolve: (digits, onError, options) => {
      const read = tag.resolve(digits, onError, options);
      return typeof read === "number" ? integer(digits, read) : read;
    },
  };
}
