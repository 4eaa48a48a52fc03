// The headers of a response, which the runtime reads by a word for their kind.

import type { Header, Style, Type } from "../model/api.js";
import { docComment } from "./docs.js";
import type { FileScope } from "./file-scope.js";
import { typeKey } from "./literals.js";
import { resolvedType } from "./resolved-type.js";
import { type ScalarCodec, type Scalars, scalarCodec } from "./scalars.js";
import { isTextual, objectOfTexts } from "./textual.js";
import { joinedType, printType, type TypeScope } from "./types.js";

/** `{ "X-Rate-Limit"?: number }`; undefined without any. */
export function headersType(headers: readonly Header[], scope: FileScope): string | undefined {
  if (headers.length === 0) return undefined;
  const members = headers.map((header) => {
    const start = `${typeKey(header.name)}${header.required ? "" : "?"}:`;
    return { docs: docComment(header.docs, "    "), text: joinedType(start, headerType(header, scope)) };
  });
  const line = `{ ${members.map(({ text }) => text).join("; ")} }`;
  if (line.length <= 60 && !line.includes("\n") && members.every(({ docs }) => docs === "")) return line;
  return `{\n${members.map(({ docs, text }) => `${docs === "" ? "" : `${docs}\n`}    ${text};\n`).join("")}  }`;
}

function headerType(header: Header, scope: FileScope): string {
  const { kind, type } = readHeader(header, scope.values);
  return kind === "string" && !isTextual(type)
    ? "string"
    : printType(type, scope.values, { indent: "    ", used: 20 });
}

interface ReadHeader {
  readonly kind: string;
  readonly type: Type;
}

/** How the runtime reads a header, and the type of what it then gives. */
export function readHeader({ type, serialization }: Header, { lookUp, scalars }: TypeScope): ReadHeader {
  if (serialization.kind === "content") {
    return /[/+]json\b/.test(serialization.mediaType)
      ? { kind: "json", type }
      : { kind: "string", type: type.kind !== "string" && isTextual(type) ? type : { kind: "string" } };
  }
  const target = resolvedType(type, lookUp);
  const scalar = scalarKind(target);
  if (scalar !== undefined) return { kind: convertedKind(target, scalars) ?? scalar, type: target };
  if (target.kind === "array") {
    const list = `[${separators[serialization.style] ?? ""}]`;
    const items = resolvedType(target.items, lookUp);
    const scalarItems = scalarKind(items);
    if (scalarItems === undefined)
      return { kind: `string${list}`, type: { kind: "array", items: { kind: "string" } } };
    const kind = convertedKind(items, scalars) ?? scalarItems;
    return { kind: `${kind}${list}`, type: { kind: "array", items } };
  }
  if (target.kind === "object")
    return { kind: serialization.explode ? "{=}" : "{}", type: objectOfTexts(target) };
  return { kind: "string", type: { kind: "string" } };
}

/** What lists of Swagger 2.0 have in place of commas. */
const separators: Readonly<Partial<Record<Style, string>>> = {
  spaceDelimited: " ",
  pipeDelimited: "|",
  tabDelimited: "\t",
};

/** How the runtime reads what is no plain number or text. */
function convertedKind(type: Type, scalars: Scalars): "int64" | "bigint" | "string" | "date" | undefined {
  const codec = type.kind === "number" || type.kind === "string" ? scalarCodec(type, scalars) : undefined;
  return codec === undefined ? undefined : headerKinds[codec];
}

const headerKinds: Readonly<Record<ScalarCodec, "int64" | "bigint" | "string" | "date">> = {
  int64: "int64",
  bigint: "bigint",
  "int64-string": "string",
  "date-time": "date",
};

function scalarKind(type: Type): "string" | "number" | "boolean" | undefined {
  switch (type.kind) {
    case "string":
    case "number":
    case "boolean":
      return type.kind;
    case "enum":
      return type.base;
    case "literal":
      return typeof type.value === "string"
        ? "string"
        : typeof type.value === "number"
          ? "number"
          : "boolean";
    default:
      return undefined;
  }
}
