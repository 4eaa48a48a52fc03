import type { JsonObject } from "../load/pointer.js";

/** OpenAPI 3.1 as 3.2, which only adds: nothing has to change but the number. */
export function upgradeOpenApi31(root: JsonObject): JsonObject {
  return { ...root, openapi: "3.2.0" };
}
