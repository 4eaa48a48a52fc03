import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { InvalidURL } from "../../runtime/errors.js";
import { parseProxy } from "../../runtime/proxies.js";

describe("the proxy option", () => {
  it.each([
    { name: "a URL", given: "http://proxy:3128", url: "http://proxy:3128/", auth: undefined },
    {
      name: "credentials move out of the URL, decoded",
      given: "https://us%40er:p%20w@proxy",
      url: "https://proxy/",
      auth: ["us@er", "p w"],
    },
    {
      name: "those of the URL win",
      given: { url: new URL("http://a:b@proxy"), auth: ["c", "d"] as const },
      url: "http://proxy/",
      auth: ["a", "b"],
    },
    {
      name: "those beside the URL",
      given: { url: "socks5://proxy:1080", auth: ["c", "d"] as const },
      url: "socks5://proxy:1080",
      auth: ["c", "d"],
    },
    { name: "socks5h", given: "socks5h://proxy:1080", url: "socks5h://proxy:1080", auth: undefined },
  ])("$name", ({ given, url, auth }) => {
    const proxy = parseProxy(given);
    expect(proxy.url.href).toBe(url);
    expect(proxy.auth).toEqual(auth);
    expect(parseProxy(proxy)).toEqual(proxy);
    expect(parseProxy(proxy).auth).toEqual(auth);
  });

  it("an unknown scheme is a TypeError that names those that work", () => {
    expect(() => parseProxy("ftp://user:secret@h")).toThrow(
      new TypeError('Unknown scheme for proxy URL "ftp://h": use http, https, socks5 or socks5h.'),
    );
  });

  it.each(["nonsense", "localhost:8080", "user:secret@h:80", "http://", "socks5://"])(
    "%s is an InvalidURL",
    (given) => {
      expect(() => parseProxy(given)).toThrow(InvalidURL);
    },
  );

  it("no secret is printed", () => {
    const proxy = parseProxy({
      url: "http://user:hunter2@proxy",
      headers: { "Proxy-Authorization": "hunter2" },
      tls: { passphrase: "hunter2" },
    });
    expect(proxy.headers?.get("proxy-authorization")).toBe("hunter2");
    expect(inspect(proxy, { depth: 9 }) + JSON.stringify(proxy)).not.toContain("hunter2");
  });
});
