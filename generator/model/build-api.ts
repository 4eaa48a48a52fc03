import type { Checked, Diagnostic } from "../diagnostics.js";
import { escapeSegment, isObject, type JsonObject } from "../load/pointer.js";
import type { Document } from "../upgrade/document.js";
import type { Api, Declaration, DeclarationId, Info, Operation, Type, Webhook } from "./api.js";
import { Compositions } from "./compositions.js";
import { narrowUnions } from "./discriminators.js";
import { textOf } from "./docs.js";
import { withFamilies } from "./families.js";
import { misspeltFields } from "./misspelt-fields.js";
import { uniqueOperationIds } from "./operation-ids.js";
import { once, operationMapper, typesOf } from "./operation-types.js";
import { type OperationReading, Operations } from "./operations.js";
import { splitShapes } from "./read-write.js";
import { cutCircles } from "./recursion.js";
import { References } from "./references.js";
import { type Drafts, Schemas } from "./schemas.js";
import { readSecurity, readSecuritySchemes } from "./security.js";
import { defaultServers, readServers } from "./servers.js";
import { readTags } from "./tags.js";
import { unexpected } from "./unexpected.js";

/** What a document means. Whatever it holds, there is an answer; what had to be guessed is in the diagnostics. */
export function buildApi(document: Document): Checked<Api> {
  const { root } = document;
  const components = isObject(root.components) ? root.components : {};
  const references = new References(root);
  const schemas = new Schemas(references, isObject(components.schemas) ? components.schemas : {});

  const schemes = readSecuritySchemes(components.securitySchemes, references);
  const schemesByName = new Map(schemes.value.map((scheme) => [scheme.name, scheme]));
  const security = readSecurity(root.security, "#/security", schemesByName);
  const reader = new Operations(root, schemas, references, {
    requirements: security.value,
    schemes: schemesByName,
  });
  const paths = joined(
    reader.ofPaths(root.paths, "#/paths"),
    // Microsoft's paths that differ in their query alone.
    reader.ofPaths(root["x-ms-paths"], "#/x-ms-paths"),
  );
  const webhooks = reader.webhooks(root.webhooks, "#/webhooks");
  const operations = uniqueOperationIds(paths.value.operations);
  const drafts = schemas.drafts();

  const settled = settle(drafts.value, operations.value, [...webhooks.value, ...paths.value.callbacks]);
  const documentUrl = readDocumentUrl(root.$self, document.uri);
  const mentioned = operations.value.flatMap(({ tags }) => tags);
  return {
    value: {
      info: readInfo(root),
      servers: readServers(root.servers) ?? defaultServers,
      ...(documentUrl !== undefined && { documentUrl }),
      security: security.value,
      securitySchemes: schemes.value,
      tags: readTags(root.tags, mentioned),
      ...settled.value,
    },
    diagnostics: [
      ...misshapen(root),
      ...misspeltFields(root, "document", "#"),
      ...misspeltFields(components, "components", "#/components"),
      ...schemes.diagnostics,
      ...security.diagnostics,
      ...paths.diagnostics,
      ...webhooks.diagnostics,
      ...operations.diagnostics,
      ...drafts.diagnostics,
      ...settled.diagnostics,
    ],
  };
}

function joined(...readings: readonly Checked<OperationReading>[]): Checked<OperationReading> {
  return {
    value: {
      operations: readings.flatMap(({ value }) => value.operations),
      callbacks: readings.flatMap(({ value }) => value.callbacks),
    },
    diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
  };
}

const objects = ["info", "paths", "x-ms-paths", "webhooks", "components"];
const lists = ["servers", "security", "tags"];

/** What of the root is not the object or list it should be. */
function misshapen(root: JsonObject): readonly Diagnostic[] {
  const { components } = root;
  return [
    ...objects.flatMap((key) => unexpected(root[key], "object", `#/${key}`)),
    ...lists.flatMap((key) => unexpected(root[key], "list", `#/${key}`)),
    ...Object.entries(isObject(components) ? components : {}).flatMap(([key, section]) =>
      key.startsWith("x-") ? [] : unexpected(section, "object", `#/components/${escapeSegment(key)}`),
    ),
  ];
}

type Settled = Pick<Api, "declarations" | "operations" | "webhooks">;

/** From types as they are spelled to types as they are meant: one step per question, each over all types. */
function settle(
  drafts: Drafts,
  operations: readonly Operation[],
  webhooks: readonly Webhook[],
): Checked<Settled> {
  const called = typesOf(operations);
  const received = typesOf(webhooks.map(({ operation }) => operation));
  // A webhook goes the other way: its arguments arrive, its results are sent.
  const sent = [...called.arguments, ...received.results];
  const got = [...called.results, ...received.arguments];

  const uncircled = cutCircles(drafts.declarations);
  const compositions = new Compositions(uncircled.value);
  const composed = once((type: Type) => compositions.settle(type));
  const declarations = new Map<DeclarationId, Declaration>();
  for (const [id, declaration] of uncircled.value) {
    const typeParameters = declaration.typeParameters.map((parameter) => ({
      ...parameter,
      default: compositions.settle(parameter.default),
    }));
    declarations.set(id, { ...declaration, typeParameters, type: compositions.settleDeclared(declaration) });
  }

  const narrowing = narrowUnions(declarations, drafts, [...sent, ...got].map(composed));
  const narrowed = once((type: Type) => narrowing.narrow(composed(type)));
  const families = withFamilies(narrowing.declarations, drafts, [...sent, ...got].map(narrowed));
  const meant = once((type: Type) => families.widen(narrowed(type)));

  const shapes = splitShapes(families.declarations, { sent: sent.map(meant), received: got.map(meant) });
  const write = once((type: Type) => shapes.shaped(meant(type), "write"));
  const read = once((type: Type) => shapes.shaped(meant(type), "read"));
  const inbound = operationMapper({ arguments: read, results: write });
  return {
    value: {
      declarations: shapes.declarations,
      operations: operations.map(operationMapper({ arguments: write, results: read })),
      webhooks: webhooks.map((webhook) => ({ ...webhook, operation: inbound(webhook.operation) })),
    },
    diagnostics: [...uncircled.diagnostics, ...compositions.diagnostics, ...narrowing.diagnostics],
  };
}

/** OpenAPI 3.2 §4.1.2.1: `$self` is the document's own address. Neither credentials nor a query belong to it. */
function readDocumentUrl(self: unknown, uri: string): string | undefined {
  const address = typeof self === "string" && URL.canParse(self, uri) ? new URL(self, uri) : new URL(uri);
  if (!/^https?:$/.test(address.protocol)) return undefined;
  return address.origin + address.pathname;
}

function readInfo(root: JsonObject): Info {
  const info = isObject(root.info) ? root.info : {};
  const summary = textOf(info.summary);
  const description = textOf(info.description);
  const license = isObject(info.license) ? textOf(info.license.name) : undefined;
  return {
    title: textOf(info.title) ?? "API",
    // YAML reads `1.0` as a number.
    version:
      typeof info.version === "number" || typeof info.version === "bigint"
        ? String(info.version)
        : (textOf(info.version) ?? "0.0.0"),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(license !== undefined && { license }),
    source: "#/info",
  };
}
