// Codecs: where in a type there is something that JSON cannot say. As data for the runtime, one constant for each
// declaration that holds such a place, shared by all operations.

import type { Api, DeclarationId, ReferenceType, Type, UnionType } from "../model/api.js";
import { inOrderOfUse } from "../model/recursion.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { flatMembers, signsOf } from "./alternatives.js";
import { type Data, type DataObject, dataLiteral, verbatim } from "./literals.js";
import { type ScalarCodec, type Scalars, scalarCodec } from "./scalars.js";
import { partsOf } from "./sent-declarations.js";

/** The name of a declaration's codec, where a file has it. */
type Mention = (name: string) => string;

export interface Codecs {
  readonly scalars: Scalars;
  /** The codec of a type; undefined where JSON says it all. What it mentions is declared in `declarations`. */
  codecOf(type: Type, mention: Mention): Data | undefined;
  /** `petCodec: Codec = …` for everything mentioned so far, and what that mentions: each after what it mentions. */
  declarations(): readonly CodecDeclaration[];
}

export interface CodecDeclaration {
  readonly name: string;
  readonly value: string;
}

type Bindings = ReadonlyMap<string, Data | undefined>;

export function createCodecs(api: Api, names: Names, scalars: Scalars): Codecs {
  const coded = codedDeclarations(api, scalars);
  const codecNames = namesOfCodecs(coded, names);
  const mentioned = new Set<DeclarationId>();
  /** Generic declarations that are being written out for their arguments. */
  const open = new Set<DeclarationId>();

  const lookUp = api.declarations.get.bind(api.declarations);

  const reference = (
    { id, typeArguments }: ReferenceType,
    mention: Mention,
    bindings: Bindings,
  ): Data | undefined => {
    const target = api.declarations.get(id);
    if (target !== undefined && typeArguments.length > 0) {
      if (open.has(id)) return undefined;
      open.add(id);
      const own = new Map(
        target.typeParameters.map(({ label }, index) => {
          const argument = typeArguments[index];
          return [label, argument && convert(argument, mention, bindings)];
        }),
      );
      const codec = convert(target.type, mention, own);
      open.delete(id);
      return codec;
    }
    const name = codecNames.get(id);
    if (name === undefined) return undefined;
    mentioned.add(id);
    return verbatim(mention(name));
  };

  const convert = (type: Type, mention: Mention, bindings: Bindings): Data | undefined => {
    const inner = (part: Type): Data | undefined => convert(part, mention, bindings);
    switch (type.kind) {
      case "number":
      case "string":
        return scalarCodec(type, scalars);
      case "array":
        return wrapped("items", inner(type.items));
      case "tuple": {
        const prefix = type.items.map((item) => inner(item) ?? null);
        const rest = type.rest === undefined ? undefined : inner(type.rest);
        if (rest === undefined && prefix.every((item) => item === null)) return undefined;
        return { prefix, ...wrapped("rest", rest) };
      }
      case "object": {
        const properties = type.properties.flatMap(({ key, type: value }): [string, Data][] => {
          const codec = inner(value);
          return codec === undefined ? [] : [[key, codec]];
        });
        const rest = type.index === undefined ? undefined : inner(type.index);
        if (rest === undefined && properties.length === 0) return undefined;
        return { properties: Object.fromEntries(properties), ...wrapped("rest", rest) };
      }
      case "union":
        return unionCodec(type, inner);
      case "intersection": {
        const found = type.members.map(inner).filter((codec) => codec !== undefined);
        return found.length <= 1 ? found[0] : { all: found };
      }
      case "reference":
        return reference(type, mention, bindings);
      case "type-parameter":
        return bindings.get(type.label);
      case "unknown":
      case "never":
      case "null":
      case "boolean":
      case "binary":
      case "literal":
      case "enum":
        return undefined;
    }
  };

  /** Without mentioning what the type refers to. */
  const isCoded = (type: Type): boolean => {
    if (type.kind === "number" || type.kind === "string") return scalarCodec(type, scalars) !== undefined;
    return (type.kind === "reference" && coded.has(type.id)) || partsOf(type).some(isCoded);
  };

  const unionCodec = (union: UnionType, inner: (type: Type) => Data | undefined): Data | undefined => {
    const { discriminator } = union;
    const others = flatMembers(union, lookUp);
    const codecs = others.map(inner);
    if (others.length <= 1 || codecs.every((codec) => codec === undefined)) return codecs[0];
    const signs = signsOf(others, discriminator, lookUp, isCoded);
    const alternatives = others.flatMap((_, index): DataObject[] => {
      const own = signs[index];
      return own === undefined ? [] : [{ ...own, ...wrapped("codec", codecs[index]) }];
    });
    const fallback = others.findIndex(
      (member) => member.kind === "reference" && member.id === discriminator?.default,
    );
    return { one: distinct(alternatives), ...wrapped("else", codecs[fallback]) };
  };

  const declaredCodec = (id: DeclarationId, mention: Mention): Data => {
    const { type, typeParameters } = api.declarations.get(id)!;
    const defaults = new Map(
      typeParameters.map((one) => [one.label, convert(one.default, mention, new Map())]),
    );
    return convert(type, mention, defaults) ?? {};
  };

  return {
    scalars,
    codecOf: (type, mention) => convert(type, mention, new Map()),
    declarations: () => {
      const ids = new Map<string, DeclarationId>();
      const mentions = new Map<string, readonly string[]>();
      // Grows while it is walked.
      for (const id of mentioned) {
        const others = new Set<string>();
        declaredCodec(id, (other) => {
          others.add(other);
          return other;
        });
        const name = codecNames.get(id)!;
        ids.set(name, id);
        mentions.set(name, [...others].sort(compareText));
      }
      const sorted = new Map([...mentions].sort(([a], [b]) => compareText(a, b)));
      const before = new Set<string>();
      // What comes later can be had when it is called for: so they recur.
      const mention: Mention = (name) => (before.has(name) ? name : `() => ${name}`);
      return inOrderOfUse(sorted).map((name) => {
        const value = dataLiteral(declaredCodec(ids.get(name)!, mention), "", name.length + 24);
        before.add(name);
        return { name, value };
      });
    },
  };
}

/** Members that look the same and want nothing are one. */
function distinct(alternatives: readonly DataObject[]): readonly DataObject[] {
  const plain = new Set<string>();
  return alternatives.filter((alternative) => {
    if ("codec" in alternative) return true;
    const text = JSON.stringify(alternative);
    return !plain.has(text) && plain.add(text);
  });
}

function wrapped(key: string, codec: Data | undefined): { readonly [key: string]: Data } | undefined {
  return codec === undefined ? undefined : { [key]: codec };
}

/** The declarations that hold something to convert, themselves or through others. */
function codedDeclarations({ declarations }: Api, scalars: Scalars): Set<DeclarationId> {
  const coded = new Set<DeclarationId>();
  const mentionedBy = new Map<DeclarationId, DeclarationId[]>();
  for (const { id, type, typeParameters } of declarations.values()) {
    const waiting = [type, ...typeParameters.map((parameter) => parameter.default)];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      if (part.kind === "number" || part.kind === "string") {
        const codec: ScalarCodec | undefined = scalarCodec(part, scalars);
        if (codec !== undefined) coded.add(id);
      } else if (part.kind === "reference") {
        const known = mentionedBy.get(part.id);
        if (known === undefined) mentionedBy.set(part.id, [id]);
        else known.push(id);
      }
      waiting.push(...partsOf(part));
    }
  }
  // Grows while it is walked.
  for (const id of coded) for (const user of mentionedBy.get(id) ?? []) coded.add(user);
  return coded;
}

/** `Pet` → `petCodec`, unless there is a `pet` as well. */
function namesOfCodecs(coded: ReadonlySet<DeclarationId>, names: Names): Map<DeclarationId, string> {
  const taken = new Set(names.declarations.values());
  return new Map(
    [...coded].map((id) => {
      const name = names.declarations.get(id)!;
      const lowered = name.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
      return [id, `${lowered !== name && taken.has(lowered) ? name : lowered}Codec`];
    }),
  );
}
