import type { Client } from "../client.js";
import type { Resource } from "./resource.js";

/** What operations are called on: an SDK's client, one of its resources, or a bare runtime `Client`. */
export type Caller = Client | Resource;
