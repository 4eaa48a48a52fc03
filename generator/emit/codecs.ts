// Codecs: where in a type there is something that JSON cannot say. As data for the runtime, one constant for each
// declaration that holds such a place, shared by all operations.

import type { Api, DeclarationId, ReferenceType, Type, UnionType } from "../model/api.js";
import { inOrderOfUse } from "../model/recursion.js";
import { referenceTo, someChild } from "../model/types.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { flatUnion, signsOf } from "./alternatives.js";
import { codedDeclarations } from "./coded-declarations.js";
import { type Data, type DataObject, dataLiteral, verbatim } from "./literals.js";
import type { LookUp } from "./omission.js";
import { type Scalars, scalarCodec } from "./scalars.js";

/** The name of a declaration's codec, where a file has it. */
type Mention = (name: string) => string;

export interface CodecDeclaration {
  readonly name: string;
  readonly value: string;
}

type Bindings = ReadonlyMap<string, Data | undefined>;

/** The codecs of an SDK. */
export class Codecs {
  readonly scalars: Scalars;
  readonly #declarations: Api["declarations"];
  /** What holds something to convert. */
  readonly #coded: ReadonlySet<DeclarationId>;
  readonly #names: ReadonlyMap<DeclarationId, string>;
  readonly #mentioned = new Set<DeclarationId>();
  /** Declarations that are being written out: generic ones for their arguments, unions within unions. */
  readonly #open = new Set<DeclarationId>();

  constructor(api: Api, names: Names, scalars: Scalars) {
    this.scalars = scalars;
    this.#declarations = api.declarations;
    this.#coded = codedDeclarations(api, scalars);
    this.#names = namesOfCodecs(this.#coded, names);
  }

  /** The codec of a type; undefined where JSON says it all. What it mentions is declared in `declarations`. */
  codecOf(type: Type, mention: Mention): Data | undefined {
    return this.#convert(type, mention, new Map());
  }

  /** `petCodec: Codec = …` for everything mentioned so far, and what that mentions: each after what it mentions. */
  declarations(): readonly CodecDeclaration[] {
    const ids = new Map<string, DeclarationId>();
    const mentions = new Map<string, readonly string[]>();
    // Grows while it is walked.
    for (const id of this.#mentioned) {
      const others = new Set<string>();
      this.#declared(id, (other) => {
        others.add(other);
        return other;
      });
      const name = this.#names.get(id)!;
      ids.set(name, id);
      mentions.set(name, [...others].sort(compareText));
    }
    const sorted = new Map([...mentions].sort(([a], [b]) => compareText(a, b)));
    const before = new Set<string>();
    // What comes later can be had when it is called for: so they recur.
    const mention: Mention = (name) => (before.has(name) ? name : `() => ${name}`);
    return inOrderOfUse(sorted).map((name) => {
      const value = dataLiteral(this.#declared(ids.get(name)!, mention), "", name.length + 24);
      before.add(name);
      return { name, value };
    });
  }

  #declared(id: DeclarationId, mention: Mention): Data {
    const { type, typeParameters } = this.#declarations.get(id)!;
    const defaults = new Map(
      typeParameters.map((one) => [one.label, this.#convert(one.default, mention, new Map())]),
    );
    if (type.kind === "union") this.#open.add(id);
    const codec = this.#convert(type, mention, defaults) ?? { all: [] };
    this.#open.delete(id);
    return codec;
  }

  #convert(type: Type, mention: Mention, bindings: Bindings): Data | undefined {
    const inner = (part: Type): Data | undefined => this.#convert(part, mention, bindings);
    switch (type.kind) {
      case "number":
      case "string":
        return scalarCodec(type, this.scalars);
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
        return this.#union(type, inner);
      case "intersection": {
        const found = type.members.map(inner).filter((codec) => codec !== undefined);
        return found.length <= 1 ? found[0] : { all: found };
      }
      case "reference":
        return this.#reference(type, mention, bindings);
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
  }

  #reference({ id, typeArguments }: ReferenceType, mention: Mention, bindings: Bindings): Data | undefined {
    const target = this.#declarations.get(id);
    if (target !== undefined && typeArguments.length > 0) {
      if (this.#open.has(id)) return undefined;
      this.#open.add(id);
      const own = new Map(
        target.typeParameters.map(({ label }, index) => {
          const argument = typeArguments[index];
          return [label, argument && this.#convert(argument, mention, bindings)];
        }),
      );
      const codec = this.#convert(target.type, mention, own);
      this.#open.delete(id);
      return codec;
    }
    const name = this.#names.get(id);
    if (name === undefined) return undefined;
    this.#mentioned.add(id);
    return verbatim(mention(name));
  }

  #union(union: UnionType, inner: (type: Type) => Data | undefined): Data | undefined {
    const { discriminator, members } = union;
    const [own, ...rest] = members.filter(({ kind }) => kind !== "null");
    if (rest.length === 0) return own && inner(own);
    const lookUp: LookUp = (id) => this.#declarations.get(id);
    const { members: others, within } = flatUnion(union, lookUp, this.#open);
    const signs = signsOf(others, discriminator, lookUp, (type) => this.#isCoded(type));
    for (const id of within) this.#open.add(id);
    // A codec that is mentioned is imported, so that only those of use are asked for.
    const codecs = others.map((member, index) => (signs[index] === undefined ? undefined : inner(member)));
    const fallback = discriminator?.default && inner(referenceTo(discriminator.default));
    for (const id of within) this.#open.delete(id);
    if (fallback === undefined && codecs.every((codec) => codec === undefined)) return undefined;
    const alternatives = others.flatMap((_, index): DataObject[] => {
      const own = signs[index];
      return own === undefined ? [] : [{ ...own, ...wrapped("codec", codecs[index]) }];
    });
    return { one: distinct(alternatives), ...wrapped("else", fallback) };
  }

  /** Without mentioning what the type refers to. */
  #isCoded(type: Type): boolean {
    if (type.kind === "number" || type.kind === "string")
      return scalarCodec(type, this.scalars) !== undefined;
    if (type.kind === "reference" && this.#coded.has(type.id)) return true;
    return someChild(type, (child) => this.#isCoded(child));
  }
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
