// Which versions of HTTP a transport may speak.

export interface Protocols {
  readonly http1?: boolean | undefined;
  readonly http2?: boolean | undefined;
}

/** @throws TypeError when none is left. */
export function assertProtocols({ http1 = true, http2 = false }: Protocols): void {
  if (!http1 && !http2) throw new TypeError('"http1" and "http2" are both off: nothing is left to speak.');
}
