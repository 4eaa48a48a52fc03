// Calls every operation of a generated SDK once, and prints what the mock says of it: one JSON line per operation.
// Runs in a process of its own, bundled with the SDK.  node caller.mjs BASE_URL

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { deserialize } from "node:v8";

const [sdkPath = "", planPath = "", baseUrl = ""] = process.argv.slice(2);
const sdk = await import(pathToFileURL(sdkPath).href);
/** @type {{ className: string, auth: object, calls: { id: string, name: string, args: object, hasArguments: boolean }[] }} */
const plan = deserialize(readFileSync(planPath));
const api = new sdk[plan.className]({ baseUrl, auth: plan.auth, timeout: 60_000, followRedirects: false });

for (const { id, name, args, hasArguments } of plan.calls) {
  /** @type {Record<string, unknown>} */
  const row = { id };
  try {
    const call = hasArguments ? sdk[name](api, args, { headers: {} }) : sdk[name](api, {});
    const request = call.build();
    row.request = `${request.method} ${request.url}`;
    const response = await call.asResponse();
    row.status = response.statusCode;
    row.violations = violationsIn(response.headers.get("sl-violations") ?? "[]");
    // The same response, read as the document says.
    await call.result();
    if (response.statusCode >= 400) row.text = response.text.slice(0, 300);
    await response.close();
  } catch (error) {
    row.error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  console.log(JSON.stringify(row));
}
await api.close();

/** Warnings, such as that a parameter is deprecated, are none. @param {string} text */
function violationsIn(text) {
  // Prism cuts off a list that is longer than a header may be.
  if (text.startsWith("Too many violations")) {
    const location = [text.includes('"location":["request"') ? "request" : "response"];
    return [{ location, code: "too-many", message: text.slice(0, 200) }];
  }
  return JSON.parse(text).filter((/** @type {{ severity: string }} */ { severity }) => severity === "Error");
}
