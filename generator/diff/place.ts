import type { Position } from "./positions.js";
import type { Surface } from "./surface.js";

/** The two SDKs, and the place in them. */
export interface Place {
  readonly before: Surface;
  readonly after: Surface;
  /** For messages. */
  readonly name: string;
  readonly position: Position;
}

export function memberName(owner: string, key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
    ? `${owner}.${key}`
    : `${owner}[${/^\d+$/.test(key) ? key : JSON.stringify(key)}]`;
}
