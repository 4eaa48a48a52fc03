import { isObject, type JsonObject } from "../load/pointer.js";

/** A security definition of Swagger 2.0 as a security scheme: `basic` is spelled differently, OAuth flows are nested. */
export function securityScheme(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (value.type === "basic") return { ...value, type: "http", scheme: "basic" };
  if (value.type !== "oauth2") return value;
  const { flow, authorizationUrl, tokenUrl, scopes, ...rest } = value;
  const name = typeof flow === "string" ? (flowNames[flow] ?? flow) : "implicit";
  const urls: JsonObject = {
    ...(authorizationUrl === undefined ? {} : { authorizationUrl }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
  };
  return { ...rest, flows: { [name]: { ...urls, scopes: isObject(scopes) ? scopes : {} } } };
}

const flowNames: Readonly<Record<string, string>> = {
  accessCode: "authorizationCode",
  application: "clientCredentials",
};
