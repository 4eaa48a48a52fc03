// Gives everything that is emitted its name. Pure: the same Api and the same pins give the same names,
// in whatever order things stand in the document.

import type { Api, Operation, Webhook } from "../model/api.js";
import { argumentKeys } from "./argument-names.js";
import { claimNames, nameSpace } from "./claims.js";
import {
  clientClaimants,
  clientNames,
  declarationClaimant,
  derivedClaimants,
  eventClaimant,
  exportPins,
  functionClaimant,
  namedClient,
  typeClaimant,
} from "./export-claims.js";
import { fileStem } from "./identifiers.js";
import { type LockedNames, noLockedNames } from "./lockfile.js";
import { assignMembers, tagKey, type UsedTag, usedTags } from "./member-names.js";
import type { Names, OperationNames, ResourceNames, WebhookNames } from "./names.js";
import { reservedExports } from "./reserved.js";

export interface NamingOptions {
  /** The names of the last run: what is still there keeps them. */
  readonly lock?: LockedNames;
  /** The client class; else it comes from the document's title. */
  readonly clientName?: string;
}

export function assignNames(api: Api, options: NamingOptions = {}): Names {
  const lock = options.lock ?? noLockedNames;
  const tags = usedTags(api);

  // One name space for all that `index.ts` exports, types and values alike.
  const exports = nameSpace({ reserved: reservedExports, pins: exportPins(api, lock, options.clientName) });
  const clientClass = claimNames(exports, namedClient(options.clientName));
  const named = [...clientClass.values()][0];
  const top = claimNames(
    exports,
    [...api.declarations.values()].map((declaration) => declarationClaimant(declaration, named)),
    api.operations.map(functionClaimant),
  );
  const derivedOf = new Map(
    api.operations.map((operation) => [operation.id, derivedClaimants(operation, top.get(operation.id)!)]),
  );
  const derived = claimNames(
    exports,
    clientClaimants(api, options.clientName),
    [...derivedOf.values()].flat(),
    api.webhooks.map(eventClaimant),
  );
  const client = clientNames(new Map([...clientClass, ...derived]));

  const methods = assignMembers(api, tags, lock);
  const files = fileNames(tags, lock);
  const classes = classNames(tags, lock);

  return {
    client,
    declarations: new Map([...api.declarations.keys()].map((id) => [id, top.get(id)!])),
    operations: new Map(
      api.operations.map((operation): [string, OperationNames] => {
        const { id } = operation;
        // The keys themselves, not equal ones: to make and to hash them takes longer than all else here.
        const own = derivedOf.get(id)!.map(({ key }) => derived.get(key)!);
        return [id, operationNames(operation, top.get(id)!, own, methods.get(id)!, lock)];
      }),
    ),
    resources: new Map(
      tags.map((tag): [string, ResourceNames] => [
        tag.name,
        {
          className: classes.get(tag.name)!,
          member: methods.get(tagKey(tag.name))!,
          file: files.get(tag.name)!,
          ...(tag.parent === undefined ? {} : { parent: tag.parent }),
        },
      ]),
    ),
    webhooks: webhookNames(api.webhooks, derived, lock),
    untagged: files.get(untaggedKey)!,
  };
}

function operationNames(
  operation: Operation,
  functionName: string,
  [descriptor, args, responses, item]: readonly string[],
  method: string,
  lock: LockedNames,
): OperationNames {
  const { id, operationId } = operation;
  const tag = operation.tags[0];
  const names: OpenOperationNames = {
    function: functionName,
    descriptor: descriptor!,
    arguments: args!,
    responses: responses!,
    item: item!,
    method,
    argumentKeys: argumentKeys(operation, pinnedArguments(lock, id)),
  };
  if (operationId !== undefined) names.operationId = operationId;
  if (tag !== undefined) names.tag = tag;
  return names;
}

/** While they are being gathered. */
type OpenOperationNames = { -readonly [Key in keyof OperationNames]: OperationNames[Key] };

// No pointer and no tag begins like this.
const untaggedKey = "\0untagged";

/** Of the tags, and of what has none. */
function fileNames(tags: readonly UsedTag[], lock: LockedNames): ReadonlyMap<string, string> {
  return claimNames(
    nameSpace({ pins: pinsOf(lock.tags, (tag) => tag.file), fold: foldedFile }),
    tags.map(({ name }) => ({ key: name, candidates: [fileStem(name)], isExact: fileStem(name) === name })),
    [{ key: untaggedKey, candidates: ["untagged"] }],
  );
}

function classNames(tags: readonly UsedTag[], lock: LockedNames): ReadonlyMap<string, string> {
  return claimNames(
    nameSpace({ reserved: new Set(["Resource"]), pins: pinsOf(lock.tags, (tag) => tag.className) }),
    tags.map(({ name }) => typeClaimant(name, name)),
  );
}

function foldedFile(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

function pinsOf<Locked>(
  locked: ReadonlyMap<string, Locked>,
  pick: (value: Locked) => string,
): Map<string, string> {
  return new Map([...locked].map(([key, value]) => [key, pick(value)]));
}

function pinnedArguments(lock: LockedNames, id: string): ReadonlyMap<string, string> | undefined {
  const pins = lock.operations.get(id)?.argumentKeys;
  return pins === undefined || pins.size === 0 ? undefined : pins;
}

function webhookNames(
  webhooks: readonly Webhook[],
  derived: ReadonlyMap<string, string>,
  lock: LockedNames,
): Map<string, WebhookNames> {
  const pins = pinsOf(lock.webhooks, (webhook) => webhook.key);
  const keys = claimNames(
    nameSpace({ pins }),
    webhooks.map(({ label, operation }) => ({ key: operation.id, candidates: [label], isExact: true })),
  );
  return new Map(
    webhooks.map(({ operation: { id } }): [string, WebhookNames] => [
      id,
      { key: keys.get(id)!, event: derived.get(id)! },
    ]),
  );
}
