import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { described } from "../option-kinds.js";
import type { Request } from "../request.js";
import { Auth, type AuthFlow } from "./auth.js";
import { basicCredentials } from "./basic.js";
import { type Netrc, parseNetrc } from "./netrc-file.js";

/** Basic authentication by a netrc file (`~/.netrc` unless another is named), read once, here. Node only. */
export class NetRCAuth extends Auth {
  readonly #netrc: Netrc;

  constructor(file?: string | URL) {
    super();
    if (file !== undefined && typeof file !== "string" && !(file instanceof URL))
      throw new TypeError(`NetRCAuth must be given a path or a file URL, not ${described(file)}.`);
    this.#netrc = parseNetrc(readFileSync(file ?? join(homedir(), ".netrc"), "utf8"));
  }

  override *authFlow(request: Request): AuthFlow {
    const host = request.url.hostname.replace(/^\[|\]$/g, "");
    const entry = this.#netrc.machines.get(host) ?? this.#netrc.default;
    if (entry?.password !== undefined && entry.password !== "") {
      request.headers.set("Authorization", basicCredentials(entry.login, entry.password));
    }
    yield request;
  }
}
