// Names that something else has already. What the emitted code declares or imports is listed here and read
// by `emit/`, so that the two cannot drift apart.

/** What `index.ts` re-exports from the runtime, beside everything that is generated. */
export const indexRuntimeTypes = ["ApiCall", "CallOptions", "Reply"] as const;
export const indexRuntimeValues = ["ApiError", "isErrorOf"] as const;
/** And where the document has a scheme of OAuth 2 or OpenID Connect. No document may have the name, so that it stays. */
export const indexOAuthValues = ["oauth2"] as const;
/** And where it has webhooks or callbacks. */
export const webhooksValue = "unwrap";

/** Globals of the language. A type of that name would shadow it for whoever imports the SDK, and in models. */
const languageGlobals = [
  ..."AggregateError Array ArrayBuffer AsyncGenerator AsyncIterable AsyncIterator BigInt Boolean DataView Date Error".split(
    " ",
  ),
  ..."EvalError Function Generator Infinity Iterable Iterator JSON Map Math NaN Number Object Promise PromiseLike".split(
    " ",
  ),
  ..."Proxy RangeError ReadonlyArray ReadonlyMap ReadonlySet ReferenceError Reflect RegExp Set String Symbol".split(
    " ",
  ),
  ..."SyntaxError TypeError Uint8Array URIError WeakMap WeakRef WeakSet globalThis undefined".split(" "),
  ..."Awaited Exclude Extract InstanceType NonNullable Omit Parameters Partial Pick Readonly Record Required ReturnType".split(
    " ",
  ),
];

/** Names that neither a model nor a function of `index.ts` may have. */
export const reservedExports: ReadonlySet<string> = new Set<string>([
  ...languageGlobals,
  ...indexRuntimeTypes,
  ...indexRuntimeValues,
  ...indexOAuthValues,
  webhooksValue,
]);

const reservedWords = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else " +
    "enum eval export extends false finally for function if implements import in instanceof interface let new " +
    "never null number object package private protected public return static string super switch symbol this throw true try " +
    "type typeof undefined unknown var void while with yield"
  ).split(" "),
);

/** Words that cannot, or should not, name a function. To `import()`, a module that exports `then` is a promise. */
export function isReservedWord(identifier: string): boolean {
  return reservedWords.has(identifier) || identifier === "then";
}

/** Members of every object, and `then`, which would make it a promise. */
const objectMembers =
  "__proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ constructor hasOwnProperty isPrototypeOf " +
  "propertyIsEnumerable then toLocaleString toString valueOf toJSON";

/** Members of the runtime's `Resource` and `ApiClient`, which generated members must not hide. */
export const reservedResourceMembers: ReadonlySet<string> = new Set(
  `${objectMembers} client resource caller`.split(" "),
);
export const reservedClientMembers: ReadonlySet<string> = new Set(
  `${objectMembers} client resource caller close withOptions auth server servers baseUrl options call send request definition`.split(
    " ",
  ),
);

/** Keys of the flat argument object that are ours. */
export const reservedArguments: readonly string[] = ["body", "contentType"];
