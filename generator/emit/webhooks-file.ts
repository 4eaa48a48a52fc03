// `webhooks.ts`: what the API delivers, typed, and the function that makes sure of it.

import type { Api, Operation, Type, Webhook } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names, WebhookNames } from "../naming/names.js";
import { webhooksValue } from "../naming/reserved.js";
import { docComment } from "./docs.js";
import { fileHeader } from "./file-header.js";
import { type FileScope, fileScope, type Layout } from "./file-scope.js";
import { dataLiteral, typeKey } from "./literals.js";
import { type OutputFile, renderFile } from "./output-file.js";
import { plainScalars } from "./scalars.js";
import { joinedType, printMembers, printType } from "./types.js";

/** Undefined where the document has neither webhooks nor callbacks. */
export function webhooksFile(api: Api, names: Names, layout: Layout): OutputFile | undefined {
  if (api.webhooks.length === 0) return undefined;
  const named = api.webhooks
    .map((webhook) => ({ webhook, own: names.webhooks.get(webhook.operation.id)! }))
    .sort((a, b) => compareText(a.own.key, b.own.key));
  const declared = [names.client.webhooks, webhooksValue, "codec", ...named.map(({ own }) => own.event)];
  const scope = fileScope(api, names, { declared, layout, root: "./" });
  const codec = eventCodec(
    named.map(({ webhook }) => webhook),
    scope,
  );
  const view = {
    header: fileHeader,
    webhooksName: names.client.webhooks,
    events: named.map(({ webhook, own }) => eventView(webhook, own, scope)),
    unwrapWebhook: scope.imports.runtime("unwrapWebhook"),
    codec,
    codecType: codec !== false && scope.imports.runtime("Codec"),
    headersType: scope.imports.runtime("WebhookHeaders"),
    optionsType: scope.imports.runtime("WebhookOptions"),
  };
  return renderFile("webhooks.ts", "webhooks", { ...view, imports: scope.imports.print() });
}

/** What is delivered is known only when it is there: one of the events, where types depend on it. */
function eventCodec(webhooks: readonly Webhook[], scope: FileScope): string | false {
  const { int64, dates } = scope.values.scalars;
  if (int64 === plainScalars.int64 && dates === plainScalars.dates) return false;
  const bodies = webhooks.map(({ operation }) => bodyOf(operation));
  const [only] = bodies;
  const body: Type = only !== undefined && bodies.length === 1 ? only : { kind: "union", members: bodies };
  const codec = scope.receivedCodec(body);
  return codec !== undefined && dataLiteral(codec, "", 30);
}

function bodyOf({ body }: Operation): Type {
  return body?.content[0]?.type ?? { kind: "unknown" };
}

interface EventView {
  readonly docs: string;
  readonly declaration: string;
  readonly key: string;
  readonly event: string;
}

function eventView({ operation }: Webhook, { key, event }: WebhookNames, scope: FileScope): EventView {
  const type = bodyOf(operation);
  const declaration =
    type.kind === "object"
      ? `interface ${event} ${printMembers(type, scope.values, "")}`
      : `${joinedType(`type ${event} =`, printType(type, scope.values, { indent: "", used: 40 }))};`;
  return { docs: docComment(operation.docs, ""), declaration, key: typeKey(key), event };
}
