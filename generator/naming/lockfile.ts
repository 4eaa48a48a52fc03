// `gen-client.lock.json`: every name of the last run by what it names, so that nothing in the document can
// move it again; what the run read; and the files it wrote, the only ones that `--clean` may remove.

import type { Operation } from "../model/api.js";
import type { ClientNames, Names, OperationNames, WebhookNames } from "./names.js";

export const lockfileName = "gen-client.lock.json";

export interface Lockfile extends RunRecord {
  readonly names: LockedNames;
}

/** What a run read and wrote, by which the next one sees whether there is anything to do. */
export interface RunRecord {
  /** The generator's version. */
  readonly generator: string;
  /** A hash of the input and the options. */
  readonly input: string;
  /** What the document refers to, relative to it; absent if not everything was a file that was found. */
  readonly sources?: readonly string[];
  /** A hash of all that is in the output folder; absent if something is left over there from an earlier run. */
  readonly output?: string;
  /** How many warnings there were. */
  readonly warnings: number;
  /** Paths relative to the output folder. */
  readonly files: readonly string[];
}

export interface LockedNames {
  readonly client?: ClientNames;
  readonly declarations: ReadonlyMap<string, string>;
  readonly operations: ReadonlyMap<string, LockedOperation>;
  readonly tags: ReadonlyMap<string, LockedTag>;
  readonly webhooks: ReadonlyMap<string, WebhookNames>;
}

export type LockedOperation = Pick<
  OperationNames,
  "operationId" | "function" | "descriptor" | "arguments" | "responses" | "item" | "method" | "argumentKeys"
>;

export interface LockedTag {
  readonly className: string;
  readonly member: string;
  readonly file: string;
}

export const noLockedNames: LockedNames = {
  declarations: new Map(),
  operations: new Map(),
  tags: new Map(),
  webhooks: new Map(),
};

/** What an operation was called; nothing if it has another operationId now, which asks for another name. */
export function pinsOfOperation(
  { operations }: LockedNames,
  { id, operationId }: Operation,
): LockedOperation | undefined {
  const locked = operations.get(id);
  // One that is gone, or that another operation has taken as well, asks for none.
  return operationId === undefined || locked?.operationId === operationId ? locked : undefined;
}

export function lockedNames(names: Names): LockedNames {
  return {
    client: names.client,
    declarations: names.declarations,
    operations: names.operations,
    tags: names.resources,
    webhooks: names.webhooks,
  };
}
