import type { Checked, Pointer } from "../diagnostics.js";
import { isTrue } from "../load/flags.js";
import type { JsonObject } from "../load/pointer.js";
import type { RequestBody } from "./api.js";
import { docsOf } from "./docs.js";
import { readContent } from "./media-types.js";
import { jsonContent, misplacedSchema } from "./misplaced-schemas.js";
import { misspeltFields } from "./misspelt-fields.js";
import type { Located, References } from "./references.js";
import type { Schemas } from "./schemas.js";

/** Reads request bodies. */
export class Bodies {
  readonly #schemas: Schemas;
  readonly #references: References;
  readonly #read = new Map<Pointer, RequestBody | undefined>();

  constructor(schemas: Schemas, references: References) {
    this.#schemas = schemas;
    this.#references = references;
  }

  /** Undefined if the operation declares none, or none that has content. */
  ofOperation(value: unknown, at: Pointer): Checked<RequestBody | undefined> {
    if (value === undefined || value === null) return { value: undefined, diagnostics: [] };
    const resolved = this.#references.resolve({ value, pointer: at });
    if (resolved === undefined) {
      const message = "The request body must be an object, so it is left out.";
      return {
        value: undefined,
        diagnostics: [{ code: "invalid-request-body", severity: "warning", message, pointer: at }],
      };
    }
    const { pointer } = resolved;
    // Only what a reference names can be shared.
    if (pointer === at) return this.#body(resolved, at);
    // Problems of a shared body are told once.
    if (this.#read.has(pointer)) return { value: this.#read.get(pointer), diagnostics: [] };
    const read = this.#body(resolved, at);
    this.#read.set(pointer, read.value);
    return read;
  }

  #body(located: Located<JsonObject>, at: Pointer): Checked<RequestBody | undefined> {
    const { pointer: source } = located;
    const misplaced = misplacedSchema(located, at, "request body");
    const body = misplaced === undefined ? located.value : jsonContent(misplaced);
    const read = readContent(body.content, `${source}/content`, this.#schemas, this.#references);
    const { value: content } = read;
    const problems =
      misplaced === undefined ? misspeltFields(body, "request body", source) : [misplaced.problem];
    const diagnostics = [...problems, ...read.diagnostics];
    if (content.length === 0) return { value: undefined, diagnostics };
    return { value: { required: isTrue(body.required), docs: docsOf(body), content, source }, diagnostics };
  }
}
