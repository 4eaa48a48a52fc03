import { basename, dirname, extname, resolve } from "node:path";

/** Everything that can be said about generating one SDK. The command line and the configuration file say the same. */
export interface GenerateOptions {
  /** The OpenAPI document: a path, a URL, or `-` for standard input. */
  readonly input: string;
  /** The folder to write to. @default the document's name with `-sdk` */
  readonly output?: string;
  /** OpenAPI Overlays to apply first, in order: paths or URLs. */
  readonly overlays?: readonly string[];
  /** HTTP headers to read the document with. They are sent to its own origin only. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Folders and URL prefixes outside the document's own that references may reach. */
  readonly allowRefs?: readonly string[];
  /** Generates only these operations: `tag:pets`, `path:/pets/**`, `operation:getPet`, or a bare name. */
  readonly include?: readonly string[];
  /** Leaves these operations out. */
  readonly exclude?: readonly string[];
  /** The name of the client class. @default from the document's title */
  readonly clientName?: string;
  /** What the imports between generated files end with. @default ".js" */
  readonly importExtension?: ImportExtension;
  /** `"inline"` copies the runtime into the output, in place of importing it. @default "package" */
  readonly runtime?: RuntimeSource;
  /**
   * The type of 64-bit integers. `"number"` throws at one that a number cannot hold, rather than round it; the others
   * hold them all. @default "number"
   */
  readonly int64?: Int64Type;
  /** The type of `format: date-time`; a `date`, which is no instant, stays a string. @default "string" */
  readonly dates?: DateType;
  /**
   * How operations answer in pages, by operationId, path, or pattern as in `include`; `false`: not at all. It goes before
   * what the document says.
   */
  readonly pagination?: Readonly<Record<string, PaginationRule | false>>;
  /** Adds package.json, tsconfig.json, README.md and api.md, to publish the output; a string is the package's name. */
  readonly package?: string | boolean;
  /**
   * Type-checks the output, which takes a few seconds, compares it with what is there, and writes nothing: for CI,
   * where the output has to be committed as the document makes it.
   */
  readonly check?: boolean;
  /** Removes files that the last run wrote and this one does not. */
  readonly clean?: boolean;
  /** Treats warnings as errors. */
  readonly strict?: boolean;
  /** Writes nothing. */
  readonly dryRun?: boolean;
}

/** How to get from one page to the next. `items`, `cursor` and `next` are paths into the body: `meta.next`. */
export type PaginationRule = {
  /** Where a page has its items. @default the body itself */
  readonly items?: string;
} & (
  | { readonly kind: "cursor"; readonly parameter: string; readonly cursor: string }
  | { readonly kind: "offset"; readonly parameter: string }
  | { readonly kind: "page"; readonly parameter: string; readonly first?: number }
  | { readonly kind: "url"; readonly next: string }
  /** By the `Link` header, `rel="next"`. */
  | { readonly kind: "link" }
);

/** What each kind of rule has to say. */
export const paginationFields: Readonly<Record<PaginationRule["kind"], readonly string[]>> = {
  cursor: ["parameter", "cursor"],
  offset: ["parameter"],
  page: ["parameter"],
  url: ["next"],
  link: [],
};

export const importExtensions = [".js", ".ts", "none"] as const;
export type ImportExtension = (typeof importExtensions)[number];

/** What npm takes as a name, with or without a scope. */
export function isPackageName(text: string): boolean {
  return text.length <= 214 && /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(text);
}

export const runtimeSources = ["package", "inline"] as const;
export type RuntimeSource = (typeof runtimeSources)[number];

export const int64Types = ["number", "bigint", "string"] as const;
export type Int64Type = (typeof int64Types)[number];

export const dateTypes = ["string", "Date"] as const;
export type DateType = (typeof dateTypes)[number];

/** What a configuration file exports: one SDK, or several. */
export type Config = GenerateOptions | readonly GenerateOptions[];

/**
 * Types a configuration file.
 *
 * @example
 * export default defineConfig({ input: "petstore.yaml", output: "petstore" });
 */
export function defineConfig(config: Config): Config {
  return config;
}

/** The folder for a document whose user named none: `petstore.yaml` → `petstore-sdk`, beside where they are. */
export function defaultOutput(input: string): string {
  return `${nameOf(input)}-sdk`;
}

/** File names that say nothing about the API. */
const generic =
  /^(?:open-?api|swagger|spec|schema|api|api-docs|index|main|latest|master|docs|v?\d+(?:[.-]\d+)*)(?:[.-]?(?:v?\d+|json|ya?ml|bundled?))*$/i;

function nameOf(input: string): string {
  if (input === "-") return "api";
  const isUrl = /^https?:/i.test(input);
  const path = isUrl ? new URL(input).pathname : resolve(input);
  const folders = dirname(path).split(/[\\/]/).filter(Boolean).reverse();
  // The nearest folder with a name of its own stands in: `petstore/openapi.yaml`.
  const candidates = [
    basename(path, extname(path)),
    ...folders.slice(0, 2),
    isUrl ? new URL(input).hostname : "",
  ];
  const name = candidates.find((candidate) => candidate !== "" && !generic.test(candidate)) ?? "api";
  return (
    name
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .toLowerCase() || "api"
  );
}
