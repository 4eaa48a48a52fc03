// Types of a generated SDK as its source spells them, with names resolved: enough to tell what a change means to
// callers, and read from syntax alone, so that no type checker has to run.

export type Shape =
  | KeywordShape
  | LiteralShape
  | ArrayShape
  | TupleShape
  | ObjectShape
  | UnionShape
  | IntersectionShape
  | FunctionShape
  | ReferenceShape
  | ExternalShape
  | ParameterShape
  | OpaqueShape;

/** `string`, `unknown`, `null`, `undefined`, … */
export interface KeywordShape {
  readonly kind: "keyword";
  readonly name: string;
}

export interface LiteralShape {
  readonly kind: "literal";
  readonly base: "string" | "number" | "boolean" | "bigint";
  /** As source: `"a"`, `1`, `true`. */
  readonly text: string;
}

export interface ArrayShape {
  readonly kind: "array";
  readonly items: Shape;
  readonly isReadonly: boolean;
}

export interface TupleShape {
  readonly kind: "tuple";
  readonly items: readonly { readonly type: Shape; readonly isOptional: boolean; readonly isRest: boolean }[];
  readonly isReadonly: boolean;
}

export interface ObjectShape {
  readonly kind: "object";
  readonly members: readonly Member[];
  /** The type of all other keys. */
  readonly index?: Shape;
}

/** A property, an accessor or a method. */
export interface Member extends Documented {
  readonly key: string;
  readonly isOptional: boolean;
  readonly isReadonly: boolean;
  readonly type: Shape;
}

export interface UnionShape {
  readonly kind: "union";
  /** Flat, and without members that repeat. */
  readonly members: readonly Shape[];
}

export interface IntersectionShape {
  readonly kind: "intersection";
  readonly members: readonly Shape[];
}

export interface FunctionShape {
  readonly kind: "function";
  readonly parameters: readonly Parameter[];
  readonly returns: Shape;
}

export interface Parameter {
  readonly name: string;
  readonly isOptional: boolean;
  readonly isRest: boolean;
  readonly type: Shape;
}

/** A type that the SDK declares. */
export interface ReferenceShape {
  readonly kind: "reference";
  readonly id: DeclarationId;
  readonly name: string;
  readonly arguments: readonly Shape[];
}

/** A type of the runtime, of another package or of the language, by name. */
export interface ExternalShape {
  readonly kind: "external";
  readonly name: string;
  readonly arguments: readonly Shape[];
}

/** A type parameter in scope. */
export interface ParameterShape {
  readonly kind: "parameter";
  readonly name: string;
}

/** Conditional, mapped and other computed types: compared by their text. */
export interface OpaqueShape {
  readonly kind: "opaque";
  readonly text: string;
  /** The types that it mentions. */
  readonly mentions: readonly Shape[];
}

export interface Documented {
  /** The text of the doc comment, without its decoration. */
  readonly docs: string;
  readonly isDeprecated: boolean;
}

/**
 * The name under which the SDK's entry exports a declaration. For one that it does not export, its file and
 * name, `resources/pets.ts#Pets`.
 */
export type DeclarationId = string;

// Shapes are compared by their text again and again, at every level.
const texts = new WeakMap<Shape, string>();

/** The shape as TypeScript, on one line. */
export function shapeText(shape: Shape): string {
  let text = texts.get(shape);
  if (text === undefined) {
    text = printed(shape);
    texts.set(shape, text);
  }
  return text;
}

function printed(shape: Shape): string {
  switch (shape.kind) {
    case "keyword":
    case "parameter":
      return shape.name;
    case "literal":
    case "opaque":
      return shape.text;
    case "array":
      return `${shape.isReadonly ? "readonly " : ""}${operand(shape.items)}[]`;
    case "tuple": {
      const items = shape.items.map(({ type, isOptional, isRest }) =>
        isRest ? `...${operand(type)}` : isOptional ? `${operand(type)}?` : shapeText(type),
      );
      return `${shape.isReadonly ? "readonly " : ""}[${items.join(", ")}]`;
    }
    case "object": {
      const members = shape.members.map(
        ({ key, isOptional, isReadonly, type }) =>
          `${isReadonly ? "readonly " : ""}${keyText(key)}${isOptional ? "?" : ""}: ${shapeText(type)}`,
      );
      if (shape.index !== undefined) members.push(`[key: string]: ${shapeText(shape.index)}`);
      return members.length === 0 ? "{}" : `{ ${members.join("; ")} }`;
    }
    case "union":
      return shape.members
        .map((member) => (member.kind === "function" ? operand(member) : shapeText(member)))
        .join(" | ");
    case "intersection":
      return shape.members.map(operand).join(" & ");
    case "function":
      return `(${shape.parameters.map(parameterText).join(", ")}) => ${shapeText(shape.returns)}`;
    case "reference":
    case "external":
      return shape.arguments.length === 0
        ? shape.name
        : `${shape.name}<${shape.arguments.map(shapeText).join(", ")}>`;
  }
}

function parameterText({ name, isOptional, isRest, type }: Parameter): string {
  return `${isRest ? "..." : ""}${name}${isOptional ? "?" : ""}: ${shapeText(type)}`;
}

function operand(shape: Shape): string {
  const text = shapeText(shape);
  return shape.kind === "union" || shape.kind === "intersection" || shape.kind === "function"
    ? `(${text})`
    : text;
}

function keyText(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) || /^(0|[1-9]\d*)$/.test(key)
    ? key
    : JSON.stringify(key);
}

/** A union of shapes: flat, each once; the shape itself if there is only one. */
export function unionOf(members: readonly Shape[]): Shape {
  const distinct = new Map<string, Shape>();
  for (const member of members.flatMap(membersOf)) {
    const text = shapeText(member);
    if (!distinct.has(text)) distinct.set(text, member);
  }
  const [only, second] = distinct.values();
  if (only === undefined) return { kind: "keyword", name: "never" };
  return second === undefined ? only : { kind: "union", members: [...distinct.values()] };
}

/** The alternatives of a shape; a shape that is no union is its only one. */
export function membersOf(shape: Shape): readonly Shape[] {
  return shape.kind === "union" ? shape.members : [shape];
}
