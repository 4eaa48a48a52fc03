import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import { isTrue } from "../load/flags.js";
import { jsonText } from "../load/long-integers.js";
import { escapeSegment, isObject, type JsonObject } from "../load/pointer.js";
import { accessOf } from "./access.js";
import { annotated, spellsNull } from "./alternatives.js";
import type { Declaration, DeclarationId, Discriminator, Type } from "./api.js";
import { arrayType } from "./arrays.js";
import { declaredDiscriminator } from "./discriminator-mapping.js";
import { schemaDocs } from "./docs.js";
import { anchorNameOf, anchorsIn, parametersOf } from "./dynamic-scope.js";
import { enumType } from "./enums.js";
import { declaredTypes, impliedType, saysOnly, type TypeName } from "./keywords.js";
import { labelOf } from "./labels.js";
import { misshapenKeywords } from "./misshapen.js";
import { misspeltKeywords } from "./misspelt-fields.js";
import { admitsNull } from "./null-admission.js";
import { type ObjectContext, objectType } from "./objects.js";
import type { References } from "./references.js";
import { numberTypeOf, stringTypeOf } from "./scalars.js";
import { type SchemaObject, schemaObject } from "./schema-object.js";
import { booleanType, nullType, referenceTo, unknownType } from "./types.js";
import { kindOf } from "./unexpected.js";
import { unionOf } from "./unions.js";

/**
 * Types as the schemas spell them, one by one. `allOf` is still an intersection of everything in it, properties
 * still say `access`, unions know only the discriminator values that are written down.
 */
export interface Drafts {
  readonly declarations: ReadonlyMap<DeclarationId, Declaration>;
  /** By schema that has one. Children that `allOf` it look here for their value. */
  readonly discriminators: ReadonlyMap<DeclarationId, Discriminator>;
  /** Declarations that `allOf` another one and add nothing: children, where a plain `$ref` is an alias. */
  readonly bareChildren: ReadonlySet<DeclarationId>;
  /** `x-ms-discriminator-value`: what means the schema in place of its name. */
  readonly ownValues: ReadonlyMap<DeclarationId, string>;
}

/** Schemas nested deeper than this are read as `unknown`: no person wrote them, and stacks end. */
const deepestNesting = 250;

/**
 * Reads schemas into types. Whatever a `$ref` names becomes a declaration, read once; references are not followed
 * while reading, so that neither order nor recursion matters.
 */
export class Schemas {
  readonly #references: References;
  readonly #declarations = new Map<DeclarationId, Declaration>();
  readonly #discriminators = new Map<DeclarationId, Discriminator>();
  readonly #bareChildren = new Set<DeclarationId>();
  readonly #ownValues = new Map<DeclarationId, string>();
  readonly #pending = new Map<DeclarationId, unknown>();
  readonly #diagnostics: Diagnostic[] = [];
  /** What the dynamic anchors around the schema being read stand for. */
  #scope: ReadonlyMap<string, Type> = new Map();
  readonly #rebound = new Set<Pointer>();
  #declared: DeclarationId | undefined;
  #depth = 0;
  /** What objects and arrays ask for the schemas inside them. */
  readonly #inner: ObjectContext = {
    type: (schema, at) => this.type(schema, at),
    typeOf: (schema, at) => this.#typeOf(schema, at),
    access: (schema) => accessOf(schema, this.#references),
    resolve: (schema) => this.#references.resolve(schema),
  };

  constructor(references: References, components: JsonObject) {
    this.#references = references;
    for (const name of Object.keys(components)) {
      this.#pending.set(`#/components/schemas/${escapeSegment(name)}`, components[name]);
    }
    this.#readPending();
  }

  /** The type of the schema at a place. What it refers to is declared before `drafts` are handed out. */
  type(schema: unknown, at: Pointer): Type {
    if (schema === true) return unknownType;
    if (schema === false) return { kind: "never" };
    if (!isObject(schema)) {
      this.#warn("invalid-schema", `A schema must be an object, not ${kindOf(schema)}.`, at);
      return unknownType;
    }
    return this.#typeOf(schemaObject(schema), at);
  }

  #typeOf(schema: SchemaObject, at: Pointer): Type {
    if (schema.not !== undefined && isNothing(schema.raw)) return { kind: "never" };
    if (this.#depth >= deepestNesting) {
      this.#warn("schema-too-deep", `The schema is nested deeper than ${deepestNesting} levels.`, at);
      return unknownType;
    }
    for (const problem of misshapenKeywords(schema, at)) this.#diagnostics.push(problem);
    for (const problem of misspeltKeywords(schema, at)) this.#diagnostics.push(problem);
    this.#depth++;
    const type = schema.$defs === undefined ? this.#compose(schema, at) : this.#composeInScope(schema, at);
    this.#depth--;
    return type;
  }

  drafts(): Checked<Drafts> {
    this.#readPending();
    return {
      value: {
        declarations: this.#declarations,
        discriminators: this.#discriminators,
        bareChildren: this.#bareChildren,
        ownValues: this.#ownValues,
      },
      diagnostics: this.#diagnostics,
    };
  }

  #readPending(): void {
    // Reading a schema adds what it refers to; a Map's iterator sees entries added on the way.
    for (const [id, schema] of this.#pending) this.#declare(id, schema);
    this.#pending.clear();
  }

  #declare(id: DeclarationId, schema: unknown): void {
    const label = labelOf(id);
    const discriminator = this.#discriminator(schema, id);
    if (discriminator !== undefined) this.#discriminators.set(id, discriminator);
    const ownValue = isObject(schema) ? schema["x-ms-discriminator-value"] : undefined;
    if (typeof ownValue === "string") this.#ownValues.set(id, ownValue);
    const parameters = parametersOf(schema, id);
    const outer = this.#scope;
    const scope = new Map<string, Type>();
    if (isObject(schema) && typeof schema.$dynamicAnchor === "string")
      scope.set(schema.$dynamicAnchor, referenceTo(id));
    for (const name of parameters.keys()) scope.set(name, { kind: "type-parameter", label: name });
    this.#scope = scope;
    this.#declared = id;
    const type = this.type(schema, id);
    this.#scope = outer;
    if (type.kind === "reference" && isObject(schema) && Array.isArray(schema.allOf))
      this.#bareChildren.add(id);
    this.#declarations.set(id, {
      id,
      label,
      shape: "read",
      docs: schemaDocs(schema, label),
      typeParameters: Array.from(parameters, ([name, { value, pointer }]) => ({
        label: name,
        default: this.type(value, pointer),
      })),
      type,
      source: id,
    });
  }

  /** A schema with `$defs` may bind dynamic anchors for what it refers to. What stands further out wins. */
  #composeInScope(schema: SchemaObject, at: Pointer): Type {
    const outer = this.#scope;
    const scope = new Map(outer);
    for (const [name, { value, pointer }] of anchorsIn(schema.raw, at)) {
      if (!scope.has(name)) scope.set(name, this.type(value, pointer));
    }
    this.#scope = scope;
    const type = this.#compose(schema, at);
    this.#scope = outer;
    return type;
  }

  #compose(schema: SchemaObject, at: Pointer): Type {
    const { $ref, $dynamicRef, allOf, oneOf, anyOf } = schema;
    const types = declaredTypes(schema);
    for (const name of types.unknownNames) {
      this.#warn(
        "unknown-type",
        `"${name}" is not a type of JSON Schema.`,
        at,
        "Use string, number, integer, boolean, object, array or null.",
      );
    }
    const isComposed =
      $ref !== undefined ||
      $dynamicRef !== undefined ||
      allOf !== undefined ||
      oneOf !== undefined ||
      anyOf !== undefined;
    const parts: Type[] = [];
    let nullable = types.nullable;
    if (typeof $ref === "string") parts.push(this.#reference($ref, at));
    else if ($ref !== undefined)
      this.#warn("invalid-schema", `"$ref" must be a text, not ${kindOf($ref)}; it is ignored.`, at);
    if (typeof $dynamicRef === "string") parts.push(this.#dynamicReference($dynamicRef, at));
    if (Array.isArray(allOf)) {
      allOf.forEach((part: unknown, index) => {
        // `allOf: [$ref, { nullable: true }]` means "that, or null".
        if (isObject(part) && isTrue(part.nullable) && saysOnly(part, "nullable")) nullable = true;
        else parts.push(this.type(part, `${at}/allOf/${index}`));
      });
    }
    const own = this.#own(schema, types.names, isComposed, at);
    if (own !== undefined) parts.push(own);
    if (Array.isArray(oneOf) && oneOf.length > 0) parts.push(this.#union(schema, oneOf, `${at}/oneOf`, at));
    if (Array.isArray(anyOf) && anyOf.length > 0) parts.push(this.#union(schema, anyOf, `${at}/anyOf`, at));

    const only = parts[0];
    // `type: null` and nothing else.
    if (only === undefined)
      return nullable && types.names.length === 0 && schema.type !== undefined ? nullType : unknownType;
    const type: Type = parts.length === 1 ? only : { kind: "intersection", members: parts };
    return nullable || (parts.length > 1 && this.#keepsNull(schema, at)) ? unionOf([type, nullType]) : type;
  }

  /**
   * What several parts have in common is read from those that are objects, and loses the null that all of them allow.
   * Named children and parents are objects all the same: what may be null has heirs that may not.
   */
  #keepsNull(schema: SchemaObject, at: Pointer): boolean {
    const { allOf, oneOf, anyOf } = schema;
    const isOfKin = at === this.#declared && (allOf ?? oneOf ?? anyOf) !== undefined;
    return !isOfKin && admitsNull(schema, this.#references);
  }

  /** What the schema says beside its references and compositions, if anything. */
  #own(schema: SchemaObject, names: readonly TypeName[], isComposed: boolean, at: Pointer): Type | undefined {
    if (namesItems(schema, names)) return { kind: "array", items: enumType(schema, [])?.type ?? unknownType };
    const listed = enumType(schema, names);
    if (listed !== undefined) {
      if (listed.mistyped.length > 0) {
        const values = listed.mistyped.map(jsonText).join(", ");
        this.#warn(
          "enum-type-mismatch",
          `The enum holds ${values}, which is not of type "${names.join(", ")}"; it is read as that type.`,
          at,
          "Quote the values if they are text: YAML reads 4.0 as the number 4.",
        );
      }
      if (listed.long.length > 0) {
        this.#warn(
          "integer-too-long",
          `${listed.long.join(", ")} is beyond 2^53, and no literal of a number: the type is that of any 64-bit integer.`,
          at,
          'Generate with "--int64 bigint" or "--int64 string", which are exact, or declare the values as text.',
        );
      }
      return listed.type;
    }
    if (names.length === 1 && names[0] !== undefined) return this.#ofType(names[0], schema, at);
    if (names.length > 1) return unionOf(names.map((name) => this.#ofType(name, schema, at)));
    const implied = impliedType(schema);
    // Beside `$ref` or `allOf`, a lone `minLength` or `format` narrows nothing that a type can show.
    if (implied === undefined || (isComposed && implied !== "object" && implied !== "array"))
      return undefined;
    return this.#ofType(implied, schema, at);
  }

  #ofType(name: TypeName, schema: SchemaObject, at: Pointer): Type {
    switch (name) {
      case "string":
        return stringTypeOf(schema);
      case "number":
        return numberTypeOf(schema, false);
      case "integer":
        return numberTypeOf(schema, true);
      case "boolean":
        return booleanType;
      case "null":
        return nullType;
      case "array":
        return arrayType(schema, at, this.#inner.type);
      case "object":
        return objectType(schema, at, this.#inner);
    }
  }

  #union(schema: SchemaObject, members: readonly unknown[], at: Pointer, owner: Pointer): Type {
    const types = members.map((member, index) =>
      members.length > 1 && spellsNull(member)
        ? nullType
        : annotated(this.type(member, `${at}/${index}`), member),
    );
    return unionOf(types, this.#discriminator(schema.raw, owner));
  }

  #reference(ref: string, at: Pointer, keyword: "$ref" | "$dynamicRef" = "$ref"): Type {
    const target = this.#references.locate(ref);
    if (target === undefined || target.pointer === "#") {
      this.#diagnostics.push({
        code: "ref-not-found",
        severity: "error",
        message: `"${keyword}" points to "${ref}", which ${target === undefined ? "does not exist" : "is the document, and no schema"}.`,
        pointer: at,
      });
      return unknownType;
    }
    const { pointer, value } = target;
    if (!this.#declarations.has(pointer) && !this.#pending.has(pointer)) this.#pending.set(pointer, value);
    if (isObject(value) && this.#isRebound(value, pointer)) return this.#readAgain(value, pointer);
    if (!isObject(value) || value.$defs === undefined) return referenceTo(pointer);
    const parameters = parametersOf(value, pointer);
    if (![...parameters.keys()].some((name) => this.#scope.has(name))) return referenceTo(pointer);
    const typeArguments = Array.from(
      parameters,
      ([name, fallback]) => this.#scope.get(name) ?? this.type(fallback.value, fallback.pointer),
    );
    return { ...referenceTo(pointer), typeArguments };
  }

  /** Whether what a schema calls itself means another one here, which extends it: a strict tree has strict branches. */
  #isRebound({ $dynamicAnchor: name }: JsonObject, pointer: Pointer): boolean {
    const bound = typeof name === "string" ? this.#scope.get(name) : undefined;
    return bound?.kind === "reference" && bound.id !== pointer && !this.#rebound.has(pointer);
  }

  /** The schema in the scope of who refers to it. */
  #readAgain(schema: JsonObject, pointer: Pointer): Type {
    this.#rebound.add(pointer);
    const type = this.type(schema, pointer);
    this.#rebound.delete(pointer);
    return type;
  }

  /** What the scope binds, or else what a plain `$ref` to the anchor would mean. */
  #dynamicReference(ref: string, at: Pointer): Type {
    return this.#scope.get(anchorNameOf(ref)) ?? this.#reference(ref, at, "$dynamicRef");
  }

  #discriminator(schema: unknown, at: Pointer): Discriminator | undefined {
    if (!isObject(schema) || schema.discriminator === undefined) return undefined;
    const { value, diagnostics } = declaredDiscriminator(schema.discriminator, at, this.#references);
    this.#diagnostics.push(...diagnostics);
    return value;
  }

  #warn(code: string, message: string, pointer: Pointer, help?: string): void {
    this.#diagnostics.push({
      code,
      severity: "warning",
      message,
      pointer,
      ...(help !== undefined && { help }),
    });
  }
}

/** `not: {}` forbids whatever it is about. With an anchor it is the default of a type parameter, and asks to be bound. */
function isNothing({ not, $dynamicAnchor }: JsonObject): boolean {
  return $dynamicAnchor === undefined && (not === true || (isObject(not) && saysOnly(not)));
}

/** `type: array` with the values that its items may have, as people write it for parameters. */
function namesItems({ enum: values }: SchemaObject, names: readonly TypeName[]): boolean {
  return (
    names.length === 1 &&
    names[0] === "array" &&
    Array.isArray(values) &&
    values.length > 0 &&
    values.every((value) => typeof value === "string" || typeof value === "number")
  );
}
