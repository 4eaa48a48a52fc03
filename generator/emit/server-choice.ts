import type { Server } from "../model/api.js";
import { noDocs } from "../model/types.js";
import { docComment } from "./docs.js";
import { orInherited } from "./inherited.js";
import { scalarLiteral, stringLiteral, typeKey } from "./literals.js";

interface ServerView {
  readonly text: string;
}

/** The members of the type of servers; undefined where there is nothing to choose. */
export function serverChoice(servers: readonly Server[]): ServerView[] | undefined {
  const hasChoice =
    servers.length > 1 || servers.some(({ variables, name }) => variables.length > 0 || name !== undefined);
  if (!hasChoice) return undefined;
  const members = servers.flatMap(({ url, name, variables }) => {
    const texts = [...(name === undefined ? [] : [stringLiteral(name)]), stringLiteral(url)];
    if (variables.length === 0) return texts;
    const values = variables.map((variable) => {
      const type = variable.enum.length === 0 ? "string" : variable.enum.map(scalarLiteral).join(" | ");
      const docs = docComment(
        {
          ...noDocs,
          ...(variable.default === undefined ? {} : { default: variable.default }),
          ...(variable.description === undefined ? {} : { description: variable.description }),
        },
        "        ",
      );
      const start = `${docs === "" ? "" : `${docs}\n`}        ${typeKey(variable.name)}`;
      return variable.default === undefined
        ? `${start}: ${type};\n`
        : `${start}?: ${orInherited(type, variable.name)} | undefined;\n`;
    });
    const members = `{\n${values.join("")}      }`;
    return variables.some((variable) => variable.default === undefined)
      ? [`{\n      url: ${stringLiteral(url)};\n      variables: ${members};\n    }`]
      : [...texts, `{\n      url: ${stringLiteral(url)};\n      variables?: ${members} | undefined;\n    }`];
  });
  return [...new Set(members)].map((text, index, { length }) => ({
    text: index === length - 1 ? `${text};` : text,
  }));
}
