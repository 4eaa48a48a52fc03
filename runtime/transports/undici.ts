// undici, as far as it is used, in versions 7 and 8.

/** Its Client. */
export interface UndiciClient {
  dispatch(options: object, handler: object): boolean;
  on(event: "disconnect", listener: () => void): unknown;
}

type UndiciClientClass = new (url: string | URL, options: object) => UndiciClient;

/** undici, once imported: the class, and which kind of handler it takes. */
export interface Undici {
  readonly Client: UndiciClientClass;
  readonly isModern: boolean;
}

/** Tells undici 8 from 7: it throws at a handler of the old kind, where 7 first complains about the empty path. */
export function inspectUndici(Client: UndiciClientClass): Undici {
  const oldHandler = { onConnect() {}, onHeaders() {}, onData() {}, onComplete() {}, onError() {} };
  try {
    new Client("http://localhost", {}).dispatch({ path: "", method: "GET" }, oldHandler);
    return { Client, isModern: false };
  } catch {
    return { Client, isModern: true };
  }
}
