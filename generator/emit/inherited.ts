import { stringLiteral } from "./literals.js";

/**
 * The type of an optional member, which TypeScript compares with what every object inherits under that name: without
 * it, `{}` would be no `{ constructor?: string }`. Where the member is absent, it is also what reading it gives.
 */
export function orInherited(type: string, key: string): string {
  // TypeScript's `Object` does not know `__proto__`.
  if (!(key in Object.prototype) || key.startsWith("__")) return type;
  return `${type} | {}[${stringLiteral(key)}]`;
}
