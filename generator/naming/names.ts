// The names of everything that is emitted, by what it names. `assignNames` makes it; `emit/` spells nothing
// itself.

import type { DeclarationId, OperationId, Parameter, ParameterLocation } from "../model/api.js";

export interface Names {
  readonly client: ClientNames;
  readonly declarations: ReadonlyMap<DeclarationId, string>;
  readonly operations: ReadonlyMap<OperationId, OperationNames>;
  /** By tag. */
  readonly resources: ReadonlyMap<string, ResourceNames>;
  /** By the id of the webhook's operation. */
  readonly webhooks: ReadonlyMap<OperationId, WebhookNames>;
  /** The file in `operations/` of what has no tag. */
  readonly untagged: string;
}

export interface ClientNames {
  /** `PetStore`. */
  readonly className: string;
  /** `PetStoreAuth`: credentials by scheme. */
  readonly auth: string;
  /** `PetStoreOptions`. */
  readonly options: string;
  /** `PetStoreServer`: what there is to choose from. */
  readonly server: string;
  /** `PetStoreWebhooks`: what is delivered, by webhook. */
  readonly webhooks: string;
}

export interface OperationNames {
  /** What the document calls it, if it does: with another, it has other names. */
  readonly operationId?: string;
  /** `getPet`. */
  readonly function: string;
  /** `getPetOperation`. */
  readonly descriptor: string;
  /** `GetPetArguments`. */
  readonly arguments: string;
  /** `GetPetResponses`. */
  readonly responses: string;
  /** `ListPetsItem`: one of what comes in pages or as a stream. */
  readonly item: string;
  /** The member of its resource, or of the client. */
  readonly method: string;
  /** The tag whose resource has it; absent for the client itself. */
  readonly tag?: string;
  /** Keys of the argument object, by `argumentId`: those that are not, or need not stay, the parameter's own name. */
  readonly argumentKeys: ReadonlyMap<string, string>;
}

export interface ResourceNames {
  /** `Pets`. */
  readonly className: string;
  /** The member of the client, or of the parent: `pets`. */
  readonly member: string;
  /** The file in `operations/` and in `resources/`, without extension. */
  readonly file: string;
  readonly parent?: string;
}

export interface WebhookNames {
  /** The key in `Webhooks`, as the document has it where that is unique. */
  readonly key: string;
  /** The type of what is delivered. */
  readonly event: string;
}

/** The key of a parameter in the argument object. */
export function argumentKey({ argumentKeys }: OperationNames, parameter: Parameter): string {
  const { in: location, name } = parameter;
  return argumentKeys.size === 0 ? name : (argumentKeys.get(argumentId(location, name)) ?? name);
}

/** Identifies a parameter within its operation. */
export function argumentId(location: ParameterLocation, name: string): string {
  return `${location}:${name}`;
}
