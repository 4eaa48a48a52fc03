import { describe, expect, it } from "vitest";
import type { Change } from "../../../generator/diff/change.js";
import { compareSurfaces } from "../../../generator/diff/compare.js";
import { readSurface } from "../../../generator/diff/surface.js";
import type { OutputFile } from "../../../generator/emit/output-file.js";

type Sdk = string | Readonly<Record<string, string>>;

function filesOf(sdk: Sdk): OutputFile[] {
  const files = typeof sdk === "string" ? { "index.ts": sdk } : sdk;
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

async function changesOf(before: Sdk, after: Sdk): Promise<readonly Change[]> {
  return compareSurfaces(await readSurface(filesOf(before)), await readSurface(filesOf(after)));
}

/** `Given` as an argument, `Got` as what comes back. */
function used(declarations: string): string {
  return `${declarations}\nexport function use(given: Given): Got;`;
}

const given = (body: string): string => used(`export interface Given ${body}\nexport interface Got {}`);
const got = (body: string): string => used(`export interface Given {}\nexport interface Got ${body}`);
const responses = (body: string): string =>
  `import type { ApiCall, Reply } from "@gen-client/runtime/codegen";
   export interface Pet { id: string } export interface Job { job: string }
   export interface GetResponses ${body}
   export declare function get(): ApiCall<GetResponses>;`;

interface Row {
  readonly name: string;
  readonly before: Sdk;
  readonly after: Sdk;
  /** Level and name of each change. */
  readonly want: readonly string[];
}

function holds(rows: readonly Row[]): void {
  it.each(rows)("$name", async ({ before, after, want }) => {
    const changes = await changesOf(before, after);
    expect(changes.map(({ level, name }) => `${level} ${name}`)).toEqual(want);
  });
}

describe("what callers give", () => {
  holds([
    {
      name: "a new optional property is minor",
      before: given("{ a: string }"),
      after: given("{ a: string; b?: string }"),
      want: ["minor Given.b"],
    },
    {
      name: "a new required property breaks",
      before: given("{ a: string }"),
      after: given("{ a: string; b: string }"),
      want: ["major Given.b"],
    },
    {
      name: "a property that became required breaks",
      before: given("{ a?: string }"),
      after: given("{ a: string }"),
      want: ["major Given.a"],
    },
    {
      name: "a property that became optional is minor",
      before: given("{ a: string }"),
      after: given("{ a?: string }"),
      want: ["minor Given.a"],
    },
    {
      name: "a removed property breaks: literals with it do not compile",
      before: given("{ a?: string; b?: string }"),
      after: given("{ a?: string }"),
      want: ["major Given.b"],
    },
    {
      name: "a wider union is minor",
      before: given(`{ a: "x" }`),
      after: given(`{ a: "x" | "y" }`),
      want: ["minor Given.a"],
    },
    {
      name: "a narrower union breaks",
      before: given(`{ a: "x" | "y" }`),
      after: given(`{ a: "x" }`),
      want: ["major Given.a"],
    },
    {
      name: "a literal that became string is minor",
      before: given(`{ a: "x" }`),
      after: given("{ a: string }"),
      want: ["minor Given.a"],
    },
    {
      name: "another type breaks",
      before: given("{ a: string }"),
      after: given("{ a: number }"),
      want: ["major Given.a"],
    },
    {
      name: "null accepted is minor",
      before: given("{ a: string }"),
      after: given("{ a: string | null }"),
      want: ["minor Given.a"],
    },
    {
      name: "undefined spelled beside ? is nothing",
      before: given("{ a?: string }"),
      after: given("{ a?: string | undefined }"),
      want: [],
    },
    {
      name: "an array that became read-only is minor",
      before: given("{ a: string[] }"),
      after: given("{ a: readonly string[] }"),
      want: ["minor Given.a"],
    },
    {
      name: "a change deep inside is named where it is",
      before: given("{ a: { b: { c: string }[] } }"),
      after: given("{ a: { b: { c: string; d: string }[] } }"),
      want: ["major Given.a.b[].d"],
    },
    {
      name: "a new alternative of the body is minor",
      before: used(
        `export type Given = { q?: string } & ({ body: string; contentType?: "a" });\nexport interface Got {}`,
      ),
      after: used(
        `export type Given = { q?: string } & ({ body: string; contentType?: "a" } | { body: number; contentType: "b" });\nexport interface Got {}`,
      ),
      want: ["minor Given"],
    },
    {
      name: "a change in one alternative is named by its tag",
      before: given(`{ a: { kind: "x"; n?: 1 } | { kind: "y" } }`),
      after: given(`{ a: { kind: "x"; n?: 1; m: 2 } | { kind: "y" } }`),
      want: [`major Given.a{kind: "x"}.m`],
    },
    {
      name: "a callback that is told more is minor",
      before: given("{ on: (a: { x: 1 }) => void }"),
      after: given("{ on: (a: { x: 1; y: 2 }) => void }"),
      want: ["minor Given.on(a).y"],
    },
    {
      name: "a callback that is told less breaks",
      before: given("{ on: (a: { x: 1; y: 2 }) => void }"),
      after: given("{ on: (a: { x: 1 }) => void }"),
      want: ["major Given.on(a).y"],
    },
  ]);
});

describe("what callers get", () => {
  holds([
    {
      name: "a new property is minor",
      before: got("{ a: string }"),
      after: got("{ a: string; b: string }"),
      want: ["minor Got.b"],
    },
    {
      name: "a removed property breaks",
      before: got("{ a: string; b?: string }"),
      after: got("{ a: string }"),
      want: ["major Got.b"],
    },
    {
      name: "a property that became optional breaks",
      before: got("{ a: string }"),
      after: got("{ a?: string }"),
      want: ["major Got.a"],
    },
    {
      name: "a property that is always there is minor",
      before: got("{ a?: string }"),
      after: got("{ a: string }"),
      want: ["minor Got.a"],
    },
    {
      name: "a wider closed union breaks",
      before: got(`{ a: "x" }`),
      after: got(`{ a: "x" | "y" }`),
      want: ["major Got.a"],
    },
    {
      name: "a wider open enum is nothing that breaks",
      before: got(`{ a: "x" | (string & {}) }`),
      after: got(`{ a: "x" | "y" | (string & {}) }`),
      want: [],
    },
    {
      name: "an enum that became open breaks",
      before: got(`{ a: "x" }`),
      after: got(`{ a: "x" | (string & {}) }`),
      want: ["major Got.a"],
    },
    {
      name: "a narrower union is minor",
      before: got(`{ a: "x" | "y" }`),
      after: got(`{ a: "x" }`),
      want: ["minor Got.a"],
    },
    {
      name: "null that may come breaks",
      before: got("{ a: string }"),
      after: got("{ a: string | null }"),
      want: ["major Got.a"],
    },
    {
      name: "unknown that became known is minor",
      before: got("{ a: unknown }"),
      after: got("{ a: string }"),
      want: ["minor Got.a"],
    },
    {
      name: "an index that went breaks",
      before: got("{ a: 1; [key: string]: unknown }"),
      after: got("{ a: 1 }"),
      want: ["major Got[string]"],
    },
    {
      name: "an array that became read-only breaks",
      before: got("{ a: string[] }"),
      after: got("{ a: readonly string[] }"),
      want: ["major Got.a"],
    },
    {
      name: "the order of a union or of properties is nothing",
      before: got(`{ a: 1 | 2; b: 3 }`),
      after: got(`{ b: 3; a: 2 | 1 }`),
      want: [],
    },
    {
      name: "boolean and its two values are one",
      before: got("{ a: boolean }"),
      after: got("{ a: true | false }"),
      want: [],
    },
    {
      name: "a longer tuple that is optional breaks code that has its length",
      before: got("{ a: [string] }"),
      after: got("{ a: [string, number?] }"),
      want: ["major Got.a"],
    },
  ]);
});

describe("a type in both positions", () => {
  const shared = (body: string): string =>
    `export interface Both ${body}\nexport declare function use(a: Both): Both;`;
  holds([
    {
      name: "suffers from new required properties",
      before: shared("{ a: 1 }"),
      after: shared("{ a: 1; b: 2 }"),
      want: ["major Both.b"],
    },
    {
      name: "takes new optional properties",
      before: shared("{ a: 1 }"),
      after: shared("{ a: 1; b?: 2 }"),
      want: ["minor Both.b"],
    },
    {
      name: "may not widen",
      before: shared("{ a: 1 }"),
      after: shared("{ a: 1 | 2 }"),
      want: ["major Both.a"],
    },
    {
      name: "may not narrow",
      before: shared("{ a: 1 | 2 }"),
      after: shared("{ a: 1 }"),
      want: ["major Both.a"],
    },
    {
      name: "is any that no function mentions",
      before: "export interface Alone { a: 1 }",
      after: "export interface Alone { a: 1; b: 2 }",
      want: ["major Alone.b"],
    },
    {
      name: "is none that is only looked up",
      before: `export interface A { a: 1 } export interface Events { a: A }
               export declare function f<Name extends keyof Events>(): Events[Name];`,
      after: `export interface A { a: 1; b: 2 } export interface Events { a: A }
              export declare function f<Name extends keyof Events>(): Events[Name];`,
      want: ["minor A.b"],
    },
    {
      name: "is judged by where it stood before",
      before: "export interface A { a: 1 }\nexport declare function get(): A;",
      after:
        "export interface A { a: 1; b: 2 }\nexport declare function get(): A;\nexport declare function put(a: A): void;",
      want: ["minor put", "minor A.b"],
    },
  ]);
});

describe("names", () => {
  const method = (args: string, result: string, type = "Method"): string =>
    `import { type ${type}, Resource } from "@gen-client/runtime/codegen";
     export interface Args ${args} export interface Result ${result}
     export class Pets extends Resource { readonly get: ${type}<Args, Result> = method(this, op); }`;
  holds([
    {
      name: "a removed export breaks",
      before: "export type A = 1; export type B = 2;",
      after: "export type A = 1;",
      want: ["major B"],
    },
    {
      name: "a new export is minor",
      before: "export type A = 1;",
      after: "export type A = 1; export type B = 2;",
      want: ["minor B"],
    },
    {
      name: "an operation that comes is one change",
      before: "export {};",
      after: `export interface GetPetArguments {} export interface GetPetResponses {} export interface GetPetToysArguments {}
              export declare const getPetOperation: unknown; export declare function getPet(a: GetPetArguments): GetPetResponses;
              export declare function getPetToys(a: GetPetToysArguments): void;`,
      want: ["minor getPet", "minor getPetToys"],
    },
    {
      name: "a type may change its name, if nobody can import it",
      before: {
        "index.ts": `export * from "./a.js";`,
        "a.ts": "interface A { x: 1 } export declare function get(): A;",
      },
      after: {
        "index.ts": `export * from "./a.js";`,
        "a.ts": "interface B { x: 1 } export declare function get(): B;",
      },
      want: [],
    },
    {
      name: "a type may move to another file",
      before: {
        "index.ts": `export type * from "./models.js";`,
        "models.ts": "export interface A { b: B } export interface B { x: 1 }",
      },
      after: {
        "index.ts": `export type * from "./models.js"; export { type B } from "./models-2.js";`,
        "models.ts": `import type { B } from "./models-2.js"; export interface A { b: B }`,
        "models-2.ts": "export interface B { x: 1 }",
      },
      want: [],
    },
    {
      name: "a type may be imported under another name",
      before: {
        "index.ts": `export * from "./m.js"; export * from "./f.js";`,
        "m.ts": "export interface Date { x: 1 }",
        "f.ts": `import type { Date } from "./m.js"; export declare function f(): Date;`,
      },
      after: {
        "index.ts": `export * from "./m.js"; export * from "./f.js";`,
        "m.ts": "export interface Date { x: 1; y: 2 }",
        "f.ts": `import type { Date as Date_ } from "./m.js"; export declare function f(): Date_;`,
      },
      want: ["minor Date.y"],
    },
    {
      name: "a re-export of the runtime that went breaks",
      before: `export { ApiError } from "x";`,
      after: "export {};",
      want: ["major ApiError"],
    },
    {
      name: "a reference may be written out",
      before: `export type S = "a" | "b"; export declare function f(): { s: S };`,
      after: `export type S = "a" | "b"; export declare function f(): { s: "b" | "a" };`,
      want: [],
    },
    {
      name: "an alias may become an interface",
      before: got("{ a: 1 }").replace("export interface Got", "export type Got ="),
      after: got("{ a: 1; b: 2 }"),
      want: ["minor Got.b"],
    },
    {
      name: "an interface may get its members from a base",
      before: got("{ a: 1; b: 2 }"),
      after: `interface Base { a: 1 }\n${used("export interface Given {} export interface Got extends Base { b: 2 }")}`,
      want: [],
    },
    {
      name: "a method's arguments are given",
      before: method("{ a: 1 }", "{}"),
      after: method("{ a: 1; b: 2 }", "{}"),
      want: ["major Args.b"],
    },
    {
      name: "a method's result is got",
      before: method("{}", "{ a: 1 }"),
      after: method("{}", "{ a: 1; b: 2 }"),
      want: ["minor Result.b"],
    },
    {
      name: "a method that pages is still a method",
      before: method("{}", "{}"),
      after: method("{}", "{}", "PagedMethod"),
      want: ["minor Pets.get"],
    },
    {
      name: "a method that answers in another media type as well is still a method",
      before: method("{}", "{}"),
      after: method("{}", "{}", "NegotiatedMethod"),
      want: ["minor Pets.get"],
    },
    {
      name: "what such a method takes is sent",
      before: method("{ a: 1 }", "{}", "NegotiatedMethod"),
      after: method("{ a: 1; b: 2 }", "{}", "NegotiatedMethod"),
      want: ["major Args.b"],
    },
    {
      name: "a method that pages no more breaks",
      before: method("{}", "{}", "PagedMethod"),
      after: method("{}", "{}"),
      want: ["major Pets.get"],
    },
    {
      name: "a method of a resource that the entry does not export counts",
      before: {
        "index.ts": `export { Api } from "./c.js";`,
        "c.ts": `import { Pets } from "./r.js"; export class Api { get pets(): Pets { return x; } }`,
        "r.ts":
          "export class Pets { readonly get: 1 = 1; readonly list: 2 = 2; #secret = 1; private other = 2; }",
      },
      after: {
        "index.ts": `export { Api } from "./c.js";`,
        "c.ts": `import { Pets } from "./r.js"; export class Api { get pets(): Pets { return x; } }`,
        "r.ts": "export class Pets { readonly list: 2 = 2; readonly add: 3 = 3; }",
      },
      want: ["major Pets.get", "minor Pets.add"],
    },
    {
      name: "a value of an enum's object that went breaks",
      before: `export const S = { a: "a", "18+": "18+" } as const;`,
      after: `export const S = { a: "a" } as const;`,
      want: [`major S["18+"]`],
    },
    {
      name: "keys named like prototypes are keys",
      before: got("{ a: 1 }"),
      after: got(`{ a: 1; ["__proto__"]: 2; constructor: 3 }`),
      want: ["minor Got.__proto__", "minor Got.constructor"],
    },
  ]);
});

describe("functions and classes", () => {
  const client = (parameters: string): string =>
    `export class Api { constructor(${parameters}) { super({}); } }`;
  holds([
    {
      name: "a new optional parameter is minor",
      before: "export declare function f(a: 1): void;",
      after: "export declare function f(a: 1, b?: 2): void;",
      want: ["minor f(b)"],
    },
    {
      name: "a new required parameter breaks",
      before: "export declare function f(a: 1): void;",
      after: "export declare function f(a: 1, b: 2): void;",
      want: ["major f(b)"],
    },
    {
      name: "arguments that became required break",
      before: "export declare function f(a?: 1): void;",
      after: "export declare function f(a: 1): void;",
      want: ["major f(a)"],
    },
    {
      name: "a parameter may change its name",
      before: "export declare function f(a: 1): void;",
      after: "export declare function f(b: 1): void;",
      want: [],
    },
    {
      name: "another result breaks",
      before: "export declare function f(): string;",
      after: "export declare function f(): number;",
      want: ["major f()"],
    },
    {
      name: "options of the client are given",
      before: client("o: { a?: 1 }"),
      after: client("o: { a?: 1; b: 2 }"),
      want: ["major new Api(o).b"],
    },
    {
      name: "a default makes a parameter optional",
      before: client("o: {}"),
      after: client("o: {} = {}"),
      want: ["minor new Api(o)"],
    },
    {
      name: "a generic type is compared by its arguments",
      before: "export interface Box<T> { v: T } export declare function f(): Box<string>;",
      after: "export interface Box<T> { v: T } export declare function f(): Box<string | null>;",
      want: ["major f()"],
    },
    {
      name: "a type parameter without default breaks",
      before: "export interface Box { v: 1 } export declare function f(): Box;",
      after: "export interface Box<T> { v: 1 } export declare function f(): Box<1>;",
      want: ["major Box", "minor f()"],
    },
    {
      name: "types in circles come to an end",
      before: got("{ a: List }").replace("export", "type List = { next: List } | null; export"),
      after: got("{ a: Chain }").replace("export", "type Chain = { next: Chain } | null; export"),
      want: [],
    },
    {
      name: "types that extend themselves come to an end",
      before: got("extends A {} interface A extends B { x: 1 } interface B extends A {}"),
      after: got("extends B {} interface A extends B { x: 1 } interface B extends A {}"),
      want: [],
    },
  ]);
});

describe("responses", () => {
  holds([
    {
      name: "a new failure is minor",
      before: responses("{ 200: Reply<Pet> }"),
      after: responses("{ 200: Reply<Pet>; 404: Reply<Job> }"),
      want: ["minor GetResponses[404]"],
    },
    {
      name: "a failure that went breaks code that looks at it",
      before: responses("{ 200: Reply<Pet>; 404: Reply<Job> }"),
      after: responses("{ 200: Reply<Pet> }"),
      want: ["major GetResponses[404]"],
    },
    {
      name: "another success with the same body is minor",
      before: responses("{ 200: Reply<Pet> }"),
      after: responses("{ 200: Reply<Pet>; 201: Reply<Pet> }"),
      want: ["minor GetResponses[201]"],
    },
    {
      name: "another success with another body breaks",
      before: responses("{ 200: Reply<Pet> }"),
      after: responses("{ 200: Reply<Pet>; 202: Reply<Job> }"),
      want: ["major GetResponses[202]"],
    },
    {
      name: "another success whose body lacks an optional property breaks",
      before: responses("{ 200: Reply<{ a?: 1 }> }"),
      after: responses("{ 200: Reply<{ a?: 1 }>; 202: Reply<{ b?: 1 }> }"),
      want: ["major GetResponses[202]"],
    },
    {
      name: "a success beside default counts against default",
      before: responses("{ default: Reply<Pet> }"),
      after: responses(`{ default: Reply<Pet>; "2XX": Reply<Job> }`),
      want: [`major GetResponses["2XX"]`],
    },
    {
      name: "a second media type breaks",
      before: responses(`{ 200: Reply<Pet, "a"> }`),
      after: responses(`{ 200: Reply<Pet, "a"> | Reply<string, "b"> }`),
      want: ["major GetResponses[200]"],
    },
    {
      name: "a new header is minor",
      before: responses(`{ 200: Reply<Pet, "a", { A: 1 }> }`),
      after: responses(`{ 200: Reply<Pet, "a", { A: 1; B: 2 }> }`),
      want: ["minor GetResponses[200].B"],
    },
  ]);
});

describe("what callers do not see", () => {
  holds([
    {
      name: "another definition of the client is a patch",
      before: `const definition = { servers: ["a"] }; export class Api { constructor() { super(definition); } }`,
      after: `const definition = { servers: ["b"] }; export class Api { constructor() { super(definition); } }`,
      want: ["patch Api"],
    },
    {
      name: "words are a patch",
      before: got("{ /** One. */ a: 1 }"),
      after: got("{ /** Two. */ a: 1 }"),
      want: ["patch Got.a"],
    },
    {
      name: "a deprecation is minor",
      before: got("{ /** One. */ a: 1 }"),
      after: got("{ /**\n * One.\n * @deprecated\n */ a: 1 }"),
      want: ["minor Got.a"],
    },
    {
      name: "layout is nothing",
      before: got("{ a: 1 | 2; b?: { c: 3 } }"),
      after: got("{\n\n a:\n | 1\n | 2,\n 'b'?: {\n c: 3 }\n}"),
      want: [],
    },
    {
      name: "a comment that is no doc comment is nothing",
      before: got("{ a: 1 }"),
      after: got("{ /* why */ a: 1 // because\n }"),
      want: [],
    },
    {
      name: "an operation that is sent otherwise is a patch",
      before: `export const getOperation: Operation<1, 2> = operation({ path: "/a" });`,
      after: `export const getOperation: Operation<1, 2> = operation({ path: "/b" });`,
      want: ["patch getOperation"],
    },
    {
      name: "an operation with another argument is not told twice",
      before: `export interface Args {} export const getOperation: Operation<Args, 2> = operation({});`,
      after: `export interface Args { a?: 1 } export const getOperation: Operation<Args, 2> = operation({ parameters: ["a"] });`,
      want: ["minor Args.a"],
    },
    {
      name: "new words for what has changed anyway are nothing",
      before: got("{ /** One. */ a: 1 }"),
      after: got("{ /** Two. */ a: 2 }"),
      want: ["major Got.a"],
    },
    {
      name: "the inlined runtime is nothing",
      before: { "index.ts": `export { A } from "./runtime/a.js";`, "runtime/a.ts": "export type A = 1;" },
      after: { "index.ts": `export { A } from "./runtime/a.js";`, "runtime/a.ts": "export type A = 2;" },
      want: [],
    },
    {
      name: "sources and their declarations are the same",
      before: `export const S = { a: "a" } as const; export function f(a: string = "x"): void {}`,
      after: {
        "index.d.ts": `export declare const S: { readonly a: "a" }; export declare function f(a?: string): void;`,
      },
      want: ["patch f"],
    },
  ]);
});

describe("a sentence", () => {
  const rows: readonly { name: string; before: string; after: string; want: string }[] = [
    {
      name: "says why a narrower argument breaks",
      before: given(`{ a: "x" | "y" }`),
      after: given(`{ a: "x" }`),
      want: '`Given.a` can no longer be `"y"`: arguments that were accepted no longer are.',
    },
    {
      name: "says why a wider response breaks",
      before: got("{ a: string }"),
      after: got("{ a: string | null }"),
      want: "`Got.a` may now also be `null`: code may meet values that it does not expect.",
    },
    {
      name: "shows both types",
      before: got("{ a: string }"),
      after: got("{ a: number[] }"),
      want: "`Got.a` changed from `string` to `number[]`: code may meet values that it does not expect.",
    },
    {
      name: "names what goes with an operation",
      before: "export {};",
      after: "export interface GetArguments {} export declare function get(): void;",
      want: "`get` is new, with `GetArguments`.",
    },
    {
      name: "counts long lists",
      before: got("{ a: 0 }"),
      after: got("{ a: 0|1|2|3|4|5|6|7|8 }"),
      want: "`Got.a` may now also be `1`, `2`, `3`, `4`, `5`, `6` and 2 more: code may meet values that it does not expect.",
    },
  ];
  it.each(rows)("$name", async ({ before, after, want }) => {
    const changes = await changesOf(before, after);
    expect(changes.map(({ sentence }) => sentence)).toEqual([want]);
  });
});

it("files without an entry are no SDK", async () => {
  await expect(readSurface([{ path: "pets.ts", text: "" }])).rejects.toThrow(
    "There is no SDK in these files",
  );
});
