// What asks for a name among those that `index.ts` exports, and which names it would like.

import type { Api, Declaration, Operation, Webhook } from "../model/api.js";
import { type Claimant, setIfKnown } from "./claims.js";
import { camelCase, closestTypeName, closestValueName, notReserved, pascalCase } from "./identifiers.js";
import { type LockedNames, pinsOfOperation } from "./lockfile.js";
import type { ClientNames } from "./names.js";
import { operationLabel } from "./operation-labels.js";
import { reservedExports } from "./reserved.js";
import { words } from "./words.js";

// No pointer begins like this.
const clientKey = "\0client";
const clientAuthKey = "\0client auth";
const clientOptionsKey = "\0client options";
const clientServerKey = "\0client server";
const clientWebhooksKey = "\0client webhooks";

const argumentsKey = (id: string): string => `${id} arguments`;
const responsesKey = (id: string): string => `${id} responses`;
const itemKey = (id: string): string => `${id} item`;
const descriptorKey = (id: string): string => `${id} descriptor`;

/** `clientClass`: the name that the user gave the client, which no schema can have as well. */
export function declarationClaimant(
  { id, label, shape }: Declaration,
  clientClass: string | undefined,
): Claimant {
  const claimant = typeClaimant(
    id,
    shape === "write" ? `${label} write` : label,
    shape === "write" ? "Write" : "",
  );
  const [best, ...others] = claimant.candidates;
  return best === undefined || best !== clientClass
    ? claimant
    : { key: id, candidates: [`${best}Model`, ...others] };
}

/** Three tries: by words, by the spelling itself, and as what it is. */
export function typeClaimant(key: string, label: string, suffix = ""): Claimant {
  const bare = suffix === "" ? label : label.slice(0, -suffix.length - 1);
  const best = pascalCase(bare) + suffix;
  const closest = closestTypeName(bare) + suffix;
  const isReserved = reservedExports.has(best);
  const candidates = isReserved ? [`${best}Model`] : closest === best ? [best] : [best, closest];
  // A name with a suffix of ours is not one that the document has.
  return { key, candidates, isExact: suffix === "" && best === bare && !isReserved };
}

export function functionClaimant(operation: Operation): Claimant {
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

export function derivedClaimants({ id }: Operation, functionName: string): Claimant[] {
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

export function eventClaimant({ label, operation }: Webhook): Claimant {
  const base = pascalCase(label);
  return { key: operation.id, candidates: [`${base}Event`, `${base}WebhookEvent`] };
}

/** The client class before all others, if the user has named it. */
export function namedClient(clientName: string | undefined): Claimant[] {
  return clientName === undefined
    ? []
    : [{ key: clientKey, candidates: [pascalCase(clientName), `${pascalCase(clientName)}Client`] }];
}

export function clientClaimants(api: Api, clientName: string | undefined): Claimant[] {
  const base = clientName === undefined ? titleName(api.info.title) : pascalCase(clientName);
  return [
    ...(clientName === undefined ? [{ key: clientKey, candidates: [base, `${base}Client`] }] : []),
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

export function clientNames(derived: ReadonlyMap<string, string>): ClientNames {
  return {
    className: derived.get(clientKey)!,
    auth: derived.get(clientAuthKey)!,
    options: derived.get(clientOptionsKey)!,
    server: derived.get(clientServerKey)!,
    webhooks: derived.get(clientWebhooksKey)!,
  };
}

/** Pins of things that are still there: a name whose owner has gone is free again. */
export function exportPins(api: Api, lock: LockedNames, clientName: string | undefined): Map<string, string> {
  const pins = new Map<string, string>();
  // Another title renames nothing, but who names the client is obeyed.
  const isRenamed = clientName !== undefined && lock.client?.className !== pascalCase(clientName);
  const free = (name: string | undefined): string | undefined =>
    isRenamed && name === pascalCase(clientName) ? undefined : name;
  if (lock.client !== undefined && !isRenamed) {
    pins.set(clientKey, lock.client.className);
    pins.set(clientAuthKey, lock.client.auth);
    pins.set(clientOptionsKey, lock.client.options);
    pins.set(clientServerKey, lock.client.server);
    pins.set(clientWebhooksKey, lock.client.webhooks);
  }
  for (const id of api.declarations.keys()) setIfKnown(pins, id, free(lock.declarations.get(id)));
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
