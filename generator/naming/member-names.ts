// Members of the client and of its resources: methods, and the resources below. Each class is a name space.

import type { Api, Operation, Tag } from "../model/api.js";
import { type Claimant, claimNames, nameSpace, setIfKnown } from "./claims.js";
import { camelCase, closestValueName } from "./identifiers.js";
import { type LockedNames, pinsOfOperation } from "./lockfile.js";
import { methodLabel, operationLabel } from "./operation-labels.js";
import { reservedClientMembers, reservedResourceMembers } from "./reserved.js";

/** The key of a tag's resource among the members. */
export const tagKey = (name: string): string => `tag ${name}`;

export interface UsedTag {
  readonly name: string;
  /** Only where the parent leads to the client in the end. */
  readonly parent?: string;
}

/** Tags that operations stand under, and the parents that lead to them. */
export function usedTags(api: Api): UsedTag[] {
  const byName = new Map(api.tags.map((tag) => [tag.name, tag]));
  const used = new Set<string>();
  for (const { tags } of api.operations) {
    for (let name = tags[0]; name !== undefined && !used.has(name); name = parentOf(name, byName))
      used.add(name);
  }
  return [...used].map((name) => {
    const parent = parentOf(name, byName);
    return parent === undefined ? { name } : { name, parent };
  });
}

/** The tag above, unless it does not exist or following it leads in a circle. */
function parentOf(name: string, tags: ReadonlyMap<string, Tag>): string | undefined {
  const parent = tags.get(name)?.parent;
  if (parent === undefined || !tags.has(parent)) return undefined;
  const seen = new Set([name]);
  for (let above: string | undefined = parent; above !== undefined; above = tags.get(above)?.parent) {
    if (seen.has(above)) return undefined;
    seen.add(above);
  }
  return parent;
}

/** Names of methods by operation, and of resources by `tagKey`: unique within their class. */
export function assignMembers(api: Api, tags: readonly UsedTag[], lock: LockedNames): Map<string, string> {
  const pins = new Map<string, string>();
  for (const operation of api.operations)
    setIfKnown(pins, operation.id, pinsOfOperation(lock, operation)?.method);
  for (const { name } of tags) setIfKnown(pins, tagKey(name), lock.tags.get(name)?.member);

  const owners = new Map<string | undefined, { resources: Claimant[]; methods: Claimant[] }>();
  const membersOf = (tag: string | undefined): { resources: Claimant[]; methods: Claimant[] } => {
    const known = owners.get(tag);
    if (known !== undefined) return known;
    const made = { resources: [], methods: [] };
    owners.set(tag, made);
    return made;
  };
  for (const { name, parent } of tags) membersOf(parent).resources.push(resourceClaimant(name));
  for (const operation of api.operations)
    membersOf(operation.tags[0]).methods.push(methodClaimant(operation));

  const names = new Map<string, string>();
  for (const [tag, { resources, methods }] of owners) {
    const reserved = tag === undefined ? reservedClientMembers : reservedResourceMembers;
    const space = nameSpace({ reserved, pins: ownPins(pins, [...resources, ...methods]) });
    for (const [key, name] of claimNames(space, resources, methods)) names.set(key, name);
  }
  return names;
}

/** A pin keeps its name free in its own class only. */
function ownPins(pins: ReadonlyMap<string, string>, claimants: readonly Claimant[]): Map<string, string> {
  const own = new Map<string, string>();
  for (const { key } of claimants) setIfKnown(own, key, pins.get(key));
  return own;
}

function resourceClaimant(tag: string): Claimant {
  const best = camelCase(tag);
  const closest = closestValueName(tag);
  return { key: tagKey(tag), candidates: [best, closest, `${best}_`], isExact: best === tag };
}

function methodClaimant(operation: Operation): Claimant {
  const best = camelCase(methodLabel(operation));
  const whole = camelCase(operationLabel(operation));
  return {
    key: operation.id,
    candidates: [best, whole, `${best}_`],
    isExact: best === operation.operationId,
  };
}
