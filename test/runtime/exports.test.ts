import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as browser from "../../runtime/browser.js";
import * as runtime from "../../runtime/index.js";
import { VERSION } from "../../runtime/version.js";

const everywhere = `
  Client request get options head post put patch delete stream
  Request Response Headers Cookies
  Auth BasicAuth BearerAuth DigestAuth FunctionAuth OAuth2ClientCredentials
  MockTransport FetchTransport
  HTTPError RequestError TransportError TimeoutException ConnectTimeout ReadTimeout WriteTimeout PoolTimeout TotalTimeout
  NetworkError ConnectError ReadError WriteError CloseError ProtocolError LocalProtocolError RemoteProtocolError
  ProxyError UnsupportedProtocol RequestAborted DecodingError ResponseTooLarge TooManyRedirects HTTPStatusError
  InvalidURL CookieConflict StreamError StreamConsumed StreamClosed ResponseNotRead RequestNotRead
  ServerSentEvent
`
  .trim()
  .split(/\s+/);

describe("the package", () => {
  it("exports the names of the contract", () => {
    expect(Object.keys(runtime).sort()).toEqual(
      [...everywhere, "NetRCAuth", "HTTPTransport", "ListenerTransport"].sort(),
    );
  });

  it("and in browsers all but what needs Node", () => {
    expect(Object.keys(browser).sort()).toEqual([...everywhere].sort());
  });

  it("says its version", () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../../runtime/package.json", import.meta.url), "utf8"),
    );
    expect(VERSION).toBe(version);
  });
});
