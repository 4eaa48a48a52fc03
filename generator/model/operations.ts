import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import { escapeSegment, isObject, type JsonObject } from "../load/pointer.js";
import { methods } from "../load/shapes.js";
import { shown } from "../load/shown.js";
import type { Operation, OperationId, SecurityRequirement, SecurityScheme, Webhook } from "./api.js";
import { withoutRequiredKeys } from "./api-keys.js";
import { Bodies } from "./bodies.js";
import { bodyOfParameters, bodyParameter } from "./body-parameters.js";
import { docsOf } from "./docs.js";
import { misspeltFields } from "./misspelt-fields.js";
import { readPagination } from "./pagination.js";
import { Parameters } from "./parameters.js";
import type { Located, References } from "./references.js";
import { Responses } from "./responses.js";
import type { Schemas } from "./schemas.js";
import { readSecurity } from "./security.js";
import { readServers } from "./servers.js";
import { unexpected } from "./unexpected.js";

/** The fixed fields of a path item that hold operations, by any name. */
const fixedMethods: ReadonlySet<string> = new Set(methods);

/** What the document says about security for all operations. */
export interface SecurityDefaults {
  readonly requirements: readonly SecurityRequirement[];
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
}

export interface OperationReading {
  readonly operations: readonly Operation[];
  readonly callbacks: readonly Webhook[];
}

/** Reads path items into operations, and the callbacks in them into webhooks. */
export class Operations {
  readonly #root: JsonObject;
  readonly #references: References;
  readonly #security: SecurityDefaults;
  readonly #parameters: Parameters;
  readonly #bodies: Bodies;
  readonly #responses: Responses;

  constructor(root: JsonObject, schemas: Schemas, references: References, security: SecurityDefaults) {
    this.#root = root;
    this.#references = references;
    this.#security = security;
    this.#parameters = new Parameters(schemas, references);
    this.#bodies = new Bodies(schemas, references);
    this.#responses = new Responses(schemas, references);
  }

  /** All operations of `paths`, in document order. */
  ofPaths(paths: unknown, at: Pointer): Checked<OperationReading> {
    const operations: Operation[] = [];
    const callbacks: Webhook[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const [key, item] of Object.entries(isObject(paths) ? paths : {})) {
      if (key.startsWith("x-")) continue;
      const pointer = `${at}/${escapeSegment(key)}`;
      const place = placeOf(key);
      if (place.path !== key) diagnostics.push(noSlash(key, place, pointer));
      const listed = this.#operationsOf({ value: item, pointer });
      diagnostics.push(...listed.diagnostics);
      for (const found of listed.value) {
        const read = this.#operation(place.path, found, place.origin);
        operations.push(read.value);
        diagnostics.push(...read.diagnostics);
        const called = this.#callbacks(found.value.callbacks, found);
        callbacks.push(...called.value);
        diagnostics.push(...called.diagnostics);
      }
    }
    return { value: { operations, callbacks }, diagnostics };
  }

  /** The requests that the API sends on its own account. */
  webhooks(value: unknown, at: Pointer): Checked<readonly Webhook[]> {
    const webhooks: Webhook[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const [label, item] of Object.entries(isObject(value) ? value : {})) {
      if (label.startsWith("x-")) continue;
      const pointer = `${at}/${escapeSegment(label)}`;
      const listed = this.#operationsOf({ value: item, pointer });
      diagnostics.push(...listed.diagnostics);
      for (const found of listed.value) {
        // A webhook has a name, not a path.
        const read = this.#operation("", found);
        webhooks.push({ label, operation: read.value });
        diagnostics.push(...read.diagnostics);
      }
    }
    return { value: webhooks, diagnostics };
  }

  #callbacks(value: unknown, operation: FoundOperation): Checked<readonly Webhook[]> {
    const webhooks: Webhook[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const [label, callback] of Object.entries(isObject(value) ? value : {})) {
      const key = escapeSegment(label);
      const pointer = `${operation.pointer}/callbacks/${key}`;
      const resolved = this.#references.resolve({ value: callback, pointer });
      // Keys are runtime expressions: the URL is the caller's own, so `{…}` in it are not parameters.
      for (const [expression, item] of Object.entries(resolved?.value ?? {})) {
        const place = `${resolved?.pointer ?? pointer}/${escapeSegment(expression)}`;
        const id = `${operation.id}/callbacks/${key}/${escapeSegment(expression)}`;
        const listed = this.#operationsOf({ value: item, pointer: place }, id);
        diagnostics.push(...listed.diagnostics);
        for (const found of listed.value) {
          const read = this.#operation("", found);
          webhooks.push({
            label,
            operation: { ...read.value, path: expression },
            registeredBy: operation.id,
          });
          diagnostics.push(...read.diagnostics);
        }
      }
    }
    return { value: webhooks, diagnostics };
  }

  /** Several places may share an item by reference: `at` is the one that names its operations. */
  #operationsOf(item: Located, at: Pointer = item.pointer): Checked<readonly FoundOperation[]> {
    const resolved = this.#pathItem(item);
    if (resolved === undefined) return { value: [], diagnostics: noPathItem(item) };
    const found: FoundOperation[] = [];
    const diagnostics: Diagnostic[] = [...misspeltFields(resolved.value, "path item", resolved.pointer)];
    const add = (key: string, method: string, value: unknown): void => {
      const pointer = `${resolved.pointer}/${key}`;
      diagnostics.push(...unexpected(value, "object", pointer));
      if (isObject(value)) found.push({ id: `${at}/${key}`, method, value, pointer, item: resolved });
    };
    for (const [key, value] of Object.entries(resolved.value)) {
      if (fixedMethods.has(key)) add(key, key.toUpperCase(), value);
      else if (fixedMethods.has(key.toLowerCase())) {
        diagnostics.push(methodInCapitals(key, `${resolved.pointer}/${key}`));
        add(key, key.toUpperCase(), value);
      }
    }
    const others = isObject(resolved.value.additionalOperations) ? resolved.value.additionalOperations : {};
    for (const [method, value] of Object.entries(others)) {
      const key = `additionalOperations/${escapeSegment(method)}`;
      // 3.2: these methods are sent as they are written.
      if (isToken(method)) add(key, method, value);
      else diagnostics.push(noMethod(method, `${resolved.pointer}/${key}`));
    }
    return { value: found, diagnostics };
  }

  /** A path item may be a reference with siblings; what it says itself wins. */
  #pathItem(item: Located): Located<JsonObject> | undefined {
    if (!isObject(item.value)) return undefined;
    if (typeof item.value.$ref !== "string") return { value: item.value, pointer: item.pointer };
    const target = this.#references.resolve(item);
    const { $ref: _, ...siblings } = item.value;
    if (target === undefined && Object.keys(siblings).length === 0) return undefined;
    if (target === undefined) return { value: siblings, pointer: item.pointer };
    // Without siblings the target's own place is the better one to blame.
    if (Object.keys(siblings).length === 0) return target;
    return { value: { ...target.value, ...siblings }, pointer: item.pointer };
  }

  /** `origin` is that of a path which is a whole URL. */
  #operation(path: string, found: FoundOperation, origin?: string): Checked<Operation> {
    const { id, method, value: operation, pointer, item } = found;
    const parameters = this.#parameters.merge(
      [
        { value: item.value.parameters, pointer: `${item.pointer}/parameters` },
        { value: operation.parameters, pointer: `${pointer}/parameters` },
      ],
      path,
      pointer,
    );
    const { ofBody } = parameters.value;
    const body = this.#bodies.ofOperation(
      operation.requestBody ?? bodyOfParameters(ofBody),
      `${pointer}/requestBody`,
    );
    const responses = this.#responses.ofOperation(operation.responses, `${pointer}/responses`, method);
    const security = Array.isArray(operation.security)
      ? readSecurity(operation.security, `${pointer}/security`, this.#security.schemes)
      : { value: this.#security.requirements, diagnostics: [] };
    const servers =
      readServers(operation.servers) ??
      readServers(item.value.servers) ??
      (origin === undefined ? undefined : readServers([{ url: origin }]));
    const pagination = readPagination(operation, this.#root);
    const { operationId, tags } = operation;
    const read: OpenOperation = {
      id,
      method,
      path: parameters.value.path,
      tags: Array.isArray(tags)
        ? [...new Set(tags.filter((tag): tag is string => typeof tag === "string"))]
        : [],
      docs: docsOf(operation),
      parameters: withoutRequiredKeys(parameters.value.parameters, security.value, this.#security.schemes),
      responses: responses.value,
      security: security.value,
      source: pointer,
    };
    // YAML reads an unquoted `123` as a number.
    if (typeof operationId === "number") read.operationId = String(operationId);
    if (typeof operationId === "string" && operationId !== "") read.operationId = operationId;
    if (body.value !== undefined) read.body = body.value;
    if (servers !== undefined) read.servers = servers;
    if (pagination !== undefined) read.pagination = pagination;
    return {
      value: read,
      diagnostics: [
        ...misspeltFields(operation, "operation", pointer),
        ...unexpected(operation.security, "list", `${pointer}/security`),
        ...unexpected(operation.tags, "list", `${pointer}/tags`),
        ...parameters.diagnostics,
        ...ofBody.map((one) => bodyParameter(operation.requestBody === undefined, one.pointer)),
        ...body.diagnostics,
        ...responses.diagnostics,
        ...security.diagnostics,
      ],
    };
  }
}

/** An operation while it is being read. */
type OpenOperation = { -readonly [Key in keyof Operation]: Operation[Key] };

interface FoundOperation extends Located<JsonObject> {
  readonly id: OperationId;
  readonly method: string;
  readonly item: Located<JsonObject>;
}

/** What to tell of a place that should hold a path item. */
function noPathItem({ value, pointer }: Located): Diagnostic[] {
  if (!isObject(value)) return unexpected(value, "object", pointer);
  const message = `The path item refers to "${shown(value.$ref)}", which is none, or leads back here; it is left out.`;
  return [{ code: "circular-reference", severity: "warning", message, pointer }];
}

interface PathPlace {
  readonly path: string;
  readonly origin?: string;
}

/** Nothing is the server's own URL, and a few documents have whole URLs. */
function placeOf(key: string): PathPlace {
  if (key === "" || key.startsWith("/")) return { path: key };
  const [, origin, path] = /^(https?:\/\/[^/?#]+)(.*)$/su.exec(key) ?? [];
  return origin === undefined || path === undefined ? { path: `/${key}` } : { path, origin };
}

function noSlash(key: string, { path, origin }: PathPlace, pointer: Pointer): Diagnostic {
  const server = origin === undefined ? "" : `, on the server "${origin}"`;
  const message = `The path "${key}" does not begin with a slash; it is read as "${path}"${server}.`;
  return { code: "path-without-slash", severity: "warning", message, pointer };
}

function methodInCapitals(key: string, pointer: Pointer): Diagnostic {
  return {
    code: "invalid-method",
    severity: "warning",
    message: `"${key}" must be written in lower case; it is read all the same.`,
    help: `Write "${key.toLowerCase()}".`,
    pointer,
  };
}

function noMethod(method: string, pointer: Pointer): Diagnostic {
  return {
    code: "invalid-method",
    severity: "warning",
    message: `"${method}" cannot be sent as a method, so its operation is left out.`,
    help: "A method consists of letters, digits and a few signs, without spaces.",
    pointer,
  };
}

/** RFC 9110 §5.6.2. */
function isToken(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}
