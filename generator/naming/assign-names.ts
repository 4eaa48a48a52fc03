// Gives everything that is emitted its name. Pure: the same Api and the same pins give the same names,
// in whatever order things stand in the document.

import type { Api, Declaration, Operation, Webhook } from "../model/api.js";
import { argumentKeys } from "./argument-names.js";
import { type Claimant, claimNames, nameSpace, setIfKnown } from "./claims.js";
import {
  camelCase,
  closestTypeName,
  closestValueName,
  fileStem,
  notReserved,
  pascalCase,
} from "./identifiers.js";
import { type LockedNames, noLockedNames, pinsOfOperation } from "./lockfile.js";
import { assignMembers, tagKey, usedTags } from "./member-names.js";
import type { ClientNames, Names, OperationNames, ResourceNames, WebhookNames } from "./names.js";
import { operationLabel } from "./operation-labels.js";
import { reservedExports } from "./reserved.js";
import { words } from "./words.js";

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
  const top = claimNames(
    exports,
    [...api.declarations.values()].map(declarationClaimant),
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

  const methods = assignMembers(api, tags, lock);
  const files = claimNames(
    nameSpace({ pins: pinsOf(lock.tags, (tag) => tag.file), fold: foldedFile }),
    tags.map(({ name }) => ({ key: name, candidates: [fileStem(name)], isExact: fileStem(name) === name })),
    [{ key: untaggedKey, candidates: ["untagged"] }],
  );
  const classes = claimNames(
    nameSpace({ reserved: new Set(["Resource"]), pins: pinsOf(lock.tags, (tag) => tag.className) }),
    tags.map(({ name }) => typeClaimant(name, name)),
  );

  return {
    client: clientNames(derived),
    declarations: new Map([...api.declarations.keys()].map((id) => [id, top.get(id)!])),
    operations: new Map(
      api.operations.map((operation): [string, OperationNames] => {
        const { id, operationId } = operation;
        const tag = operation.tags[0];
        // The keys themselves, not equal ones: to make and to hash them takes longer than all else here.
        const [descriptor, args, responses, item] = derivedOf.get(id)!.map(({ key }) => derived.get(key)!);
        const own: OpenOperationNames = {
          function: top.get(id)!,
          descriptor: descriptor!,
          arguments: args!,
          responses: responses!,
          item: item!,
          method: methods.get(id)!,
          argumentKeys: argumentKeys(operation, pinnedArguments(lock, id)),
        };
        if (operationId !== undefined) own.operationId = operationId;
        if (tag !== undefined) own.tag = tag;
        return [id, own];
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

/** While they are being gathered. */
type OpenOperationNames = { -readonly [Key in keyof OperationNames]: OperationNames[Key] };

// No pointer and no tag begins like this.
const untaggedKey = "\0untagged";
const clientKey = "\0client";
const clientAuthKey = "\0client auth";
const clientOptionsKey = "\0client options";
const clientServerKey = "\0client server";
const clientWebhooksKey = "\0client webhooks";

const argumentsKey = (id: string): string => `${id} arguments`;
const responsesKey = (id: string): string => `${id} responses`;
const itemKey = (id: string): string => `${id} item`;
const descriptorKey = (id: string): string => `${id} descriptor`;

function foldedFile(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

// ── What index.ts exports ────────────────────────────────────────────────────────────────────────────────

function declarationClaimant({ id, label, shape }: Declaration): Claimant {
  return typeClaimant(id, shape === "write" ? `${label} write` : label, shape === "write" ? "Write" : "");
}

/** Three tries: by words, by the spelling itself, and as what it is. */
function typeClaimant(key: string, label: string, suffix = ""): Claimant {
  const bare = suffix === "" ? label : label.slice(0, -suffix.length - 1);
  const best = pascalCase(bare) + suffix;
  const closest = closestTypeName(bare) + suffix;
  const isReserved = reservedExports.has(best);
  const candidates = isReserved ? [`${best}Model`] : closest === best ? [best] : [best, closest];
  // A name with a suffix of ours is not one that the document has.
  return { key, candidates, isExact: suffix === "" && best === bare && !isReserved };
}

function functionClaimant(operation: Operation): Claimant {
  const label = operationLabel(operation);
  const best = exportable(camelCase(label));
  const closest = exportable(closestValueName(label));
  const hasSpelling = operation.operationId !== undefined && closest !== best;
  return {
    key: operation.id,
    candidates: hasSpelling ? [best, closest] : [best],
    isExact: best === operation.operationId,
  };
}

function exportable(name: string): string {
  return reservedExports.has(name) ? `${name}_` : notReserved(name);
}

function derivedClaimants({ id }: Operation, functionName: string): Claimant[] {
  const base = closestTypeName(functionName);
  return [
    {
      key: descriptorKey(id),
      candidates: [`${functionName}Operation`, `${functionName}OperationDescriptor`],
    },
    { key: argumentsKey(id), candidates: [`${base}Arguments`, `${base}OperationArguments`] },
    { key: responsesKey(id), candidates: [`${base}Responses`, `${base}OperationResponses`] },
    { key: itemKey(id), candidates: [`${base}Item`, `${base}OperationItem`] },
  ];
}

function eventClaimant({ label, operation }: Webhook): Claimant {
  const base = pascalCase(label);
  return { key: operation.id, candidates: [`${base}Event`, `${base}WebhookEvent`] };
}

function clientClaimants(api: Api, clientName: string | undefined): Claimant[] {
  const base = clientName === undefined ? titleName(api.info.title) : pascalCase(clientName);
  return [
    { key: clientKey, candidates: [base, `${base}Client`] },
    { key: clientAuthKey, candidates: [`${base}Auth`, `${base}ClientAuth`] },
    { key: clientOptionsKey, candidates: [`${base}Options`, `${base}ClientOptions`] },
    { key: clientServerKey, candidates: [`${base}Server`, `${base}ClientServer`] },
    { key: clientWebhooksKey, candidates: [`${base}Webhooks`, `${base}ClientWebhooks`] },
  ];
}

/** `GitHub v3 REST API` → `GitHub`: what is true of every API is no part of its name. */
function titleName(title: string): string {
  const noise = /^(api|apis|rest|restful|http|openapi|open|specification|spec|the|documentation|v?\d+)$/i;
  const kept = words(title.replace(/\([^)]*\)|\bopenapi\s*[\d.]+|\bopen api\b/gi, " ")).filter(
    (word) => !noise.test(word),
  );
  return kept.length === 0 ? "Api" : pascalCase(kept.join(" "));
}

function clientNames(derived: ReadonlyMap<string, string>): ClientNames {
  return {
    className: derived.get(clientKey)!,
    auth: derived.get(clientAuthKey)!,
    options: derived.get(clientOptionsKey)!,
    server: derived.get(clientServerKey)!,
    webhooks: derived.get(clientWebhooksKey)!,
  };
}

/** Pins of things that are still there: a name whose owner has gone is free again. */
function exportPins(api: Api, lock: LockedNames, clientName: string | undefined): Map<string, string> {
  const pins = new Map<string, string>();
  // Another title renames nothing, but who names the client is obeyed.
  const isRenamed = clientName !== undefined && lock.client?.className !== pascalCase(clientName);
  if (lock.client !== undefined && !isRenamed) {
    pins.set(clientKey, lock.client.className);
    pins.set(clientAuthKey, lock.client.auth);
    pins.set(clientOptionsKey, lock.client.options);
    pins.set(clientServerKey, lock.client.server);
    pins.set(clientWebhooksKey, lock.client.webhooks);
  }
  for (const id of api.declarations.keys()) setIfKnown(pins, id, lock.declarations.get(id));
  for (const operation of api.operations) {
    const { id } = operation;
    const locked = pinsOfOperation(lock, operation);
    setIfKnown(pins, id, locked?.function);
    setIfKnown(pins, descriptorKey(id), locked?.descriptor);
    setIfKnown(pins, argumentsKey(id), locked?.arguments);
    setIfKnown(pins, responsesKey(id), locked?.responses);
    setIfKnown(pins, itemKey(id), locked?.item);
  }
  for (const { operation } of api.webhooks)
    setIfKnown(pins, operation.id, lock.webhooks.get(operation.id)?.event);
  return pins;
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

// ── Webhooks ─────────────────────────────────────────────────────────────────────────────────────────────

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
