import type { Checked, Pointer } from "../diagnostics.js";
import type { RequestBody } from "./api.js";
import { docsOf } from "./docs.js";
import { readContent } from "./media-types.js";
import type { References } from "./references.js";
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
    const { value: body, pointer: source } = resolved;
    if (!this.#read.has(source)) {
      const content = readContent(body.content, `${source}/content`, this.#schemas, this.#references);
      const required = body.required === true;
      this.#read.set(
        source,
        content.length === 0 ? undefined : { required, docs: docsOf(body), content, source },
      );
    }
    return { value: this.#read.get(source), diagnostics: [] };
  }
}
