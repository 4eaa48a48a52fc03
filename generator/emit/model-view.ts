// One declaration as the text of an exported interface or type, and the values of its enum.

import type { Declaration, EnumType, Type } from "../model/api.js";
import { noDocs } from "../model/types.js";
import { docComment, textComment } from "./docs.js";
import { type Heritage, heritageOf } from "./inheritance.js";
import { scalarLiteral, valueKey } from "./literals.js";
import { joinedType, printMembers, printType, printTypeParameters, type TypeScope } from "./types.js";

export interface ModelView {
  readonly name: string;
  readonly docs: string;
  /** `interface Pet {…}` or `type Status = …;`, without `export`. */
  readonly declaration: string;
  /** The const object of an enum's values, or nothing. */
  readonly values: ValuesView | false;
}

export interface ValuesView {
  readonly docs: string;
  readonly entries: readonly { readonly text: string }[];
}

/** `readName` is what the shape that is received is called, if this is the other one. */
export function modelView(
  declaration: Declaration,
  name: string,
  readName: string | undefined,
  scope: TypeScope,
): ModelView {
  const { docs, type } = declaration;
  const values = valuesOf(type);
  const paragraphs = [
    ...(readName === undefined ? [] : [`\`${readName}\` as it is sent.`]),
    ...(values?.open === true ? [openness] : []),
  ];
  return {
    name,
    docs: docComment(docs, "", { paragraphs }),
    declaration: printDeclaration(declaration, name, scope),
    values: values === undefined ? false : valuesView(values, name),
  };
}

const openness = "Values that are not listed may come from a newer server.";

function printDeclaration({ type, typeParameters }: Declaration, name: string, scope: TypeScope): string {
  const generic = name + printTypeParameters(typeParameters, scope);
  if (type.kind === "object") return `interface ${generic} ${printMembers(type, scope, "")}`;
  if (type.kind === "intersection") {
    const heritage = heritageOf(type.members, scope.lookUp);
    if (heritage !== undefined) return `interface ${generic} extends ${printHeritage(heritage, scope)}`;
  }
  const start = `type ${generic} =`;
  return `${joinedType(start, printType(type, scope, { indent: "", used: start.length + 9 }))};`;
}

function printHeritage({ bases, own }: Heritage, scope: TypeScope): string {
  const names = bases.map((base) => printType(base, scope, { indent: "", used: 0 })).join(", ");
  if (own.properties.length === 0 && own.index === undefined) return `${names} {}`;
  return `${names} ${printMembers(own, scope, "")}`;
}

/** The enum that a declaration is, or is but for `null`. */
function valuesOf(type: Type): EnumType | undefined {
  if (type.kind === "enum") return type;
  if (type.kind !== "union") return undefined;
  const [only, ...others] = type.members.filter(({ kind }) => kind !== "null");
  return only?.kind === "enum" && others.length === 0 ? only : undefined;
}

function valuesView({ values }: EnumType, name: string): ValuesView {
  return {
    docs: textComment(`The listed values of \`${name}\`.`, ""),
    entries: values.map(({ value, label, description }) => {
      const comment = description === undefined ? "" : docComment({ ...noDocs, description }, "  ");
      const entry = `  ${valueKey(label ?? String(value))}: ${scalarLiteral(value)},`;
      return { text: comment === "" ? entry : `${comment}\n${entry}` };
    }),
  };
}
