// The argument type of an operation: parameters by name, the body under `body`.

import type { Docs, Operation, Parameter, Type } from "../model/api.js";
import { argumentKey, type OperationNames } from "../naming/names.js";
import { type BodyChoice, bodyChoices } from "./body-choices.js";
import { docComment } from "./docs.js";
import type { FileScope } from "./file-scope.js";
import { orInherited } from "./inherited.js";
import { lineWidth, stringLiteral, typeKey, wildcardLiteral } from "./literals.js";
import { joinedType, printType } from "./types.js";

export interface ArgumentsView {
  /** `interface GetPetArguments {…}` or `type AddPetArguments = …;`, without `export`. */
  readonly declaration: string;
  /** Whether a call has to give any. */
  readonly areRequired: boolean;
}

/** Undefined for an operation that takes none. */
export function argumentsView(
  operation: Operation,
  names: OperationNames,
  scope: FileScope,
): ArgumentsView | undefined {
  const { parameters, body } = operation;
  if (parameters.length === 0 && body === undefined) return undefined;
  const own = parameters.map((parameter) => parameterMember(parameter, names, scope));
  const areRequired = body?.required === true || parameters.some(({ required }) => required);
  if (body === undefined) return { declaration: interfaceOf(names.arguments, own), areRequired };

  const choices = bodyChoices(body.content, scope);
  const [only] = choices;
  if (choices.length === 1 && only !== undefined) {
    const members = [...own, ...bodyMembers(only, body, true, "  ")];
    return { declaration: interfaceOf(names.arguments, members), areRequired };
  }
  const indent = "      ";
  const alternatives = choices.map((choice, index) => {
    const members = bodyMembers(choice, body, index === 0, indent);
    return `  | {\n${members.map((member) => `${member}\n`).join("")}    }`;
  });
  const union = alternatives.join("\n");
  const declaration =
    own.length === 0
      ? `type ${names.arguments} =\n${union};`
      : `type ${names.arguments} = {\n${own.map((member) => `${member}\n`).join("")}} & (\n${union}\n);`;
  return { declaration, areRequired };
}

function interfaceOf(name: string, members: readonly string[]): string {
  return `interface ${name} {\n${members.map((member) => `${member}\n`).join("")}}`;
}

function parameterMember(parameter: Parameter, names: OperationNames, scope: FileScope): string {
  const key = argumentKey(names, parameter);
  return member(key, parameter.required, parameter.type, parameter.docs, "  ", scope);
}

function member(
  key: string,
  required: boolean,
  type: Type,
  docs: Docs,
  indent: string,
  scope: FileScope,
): string {
  const start = `${indent}${typeKey(key)}${required ? "" : "?"}:`;
  const text = printType(type, scope.values, { indent, used: start.length + (required ? 2 : 14) });
  return memberText(start, required ? text : optional(orInherited(text, key), indent), docs, indent);
}

function memberText(start: string, type: string, docs: Docs, indent: string): string {
  const comment = docComment(docs, indent);
  return `${comment === "" ? "" : `${comment}\n`}${joinedType(start, type)};`;
}

/** Optional arguments may be given as `undefined`, whatever the compiler's flags. */
function optional(type: string, indent: string): string {
  if (type === "unknown") return type;
  return type.startsWith("\n") ? `${type}\n${indent}  | undefined` : `${type} | undefined`;
}

function bodyMembers(
  choice: BodyChoice,
  { required, docs }: { readonly required: boolean; readonly docs: Docs },
  isDefault: boolean,
  indent: string,
): string[] {
  const isRequired = required || !isDefault;
  const start = `${indent}body${isRequired ? "" : "?"}:`;
  // The type was printed for one place and may stand in another: only its indentation differs.
  const type = choice.type.replaceAll("\n", `\n${indent.slice(2)}`);
  const body = memberText(start, isRequired ? type : optional(type, indent), docs, indent);
  if (!choice.isTold) return [body];
  const literals = choice.mediaTypes.map((mediaType) =>
    mediaType.includes("*") ? wildcardLiteral(mediaType) : stringLiteral(mediaType),
  );
  const optionalMark = isDefault ? "?" : "";
  const values = isDefault ? [...literals, "undefined"] : literals;
  const line = `${indent}contentType${optionalMark}: ${values.join(" | ")};`;
  return [
    body,
    line.length <= lineWidth
      ? line
      : `${indent}contentType${optionalMark}:${values.map((value) => `\n${indent}  | ${value}`).join("")};`,
  ];
}
