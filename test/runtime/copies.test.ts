// Two copies of the package in one program, as where an SDK brings its own, or a bundle meets modules: what one makes, the
// other takes.

import { describe, expect, it, vi } from "vitest";
import * as ours from "../../runtime/index.js";

vi.resetModules();
// A copy's types are the same, but for private fields, which keep TypeScript from mixing them without a word.
const theirs = (await import("../../runtime/index.js")) as unknown as typeof ours;

const answering = (make: (request: ours.Request) => ours.Response): ours.Transport =>
  new theirs.MockTransport(make);

it("they are two", () => {
  expect(theirs.Response).not.toBe(ours.Response);
  expect(new theirs.Response(200) instanceof ours.Response).toBe(false);
});

describe("a client of one takes from the other", () => {
  const rows: { name: string; given: () => unknown; want: unknown }[] = [
    {
      name: "a transport and its responses, with redirects, cookies and history",
      given: async () => {
        const transport = answering((request) =>
          request.url.pathname === "/"
            ? new theirs.Response(302, { headers: { Location: "/b", "Set-Cookie": "a=1" } })
            : new theirs.Response(200, { json: request.headers.get("cookie") }),
        );
        const client = new ours.Client({ transport, followRedirects: true });
        const response = await client.get("https://a.com/");
        return [response.json(), response.history.length, client.cookies.get("a")];
      },
      want: ["a=1", 1, "1"],
    },
    {
      name: "a streamed response, and a limit of its size",
      given: async () => {
        async function* body(): AsyncGenerator<Uint8Array> {
          yield new Uint8Array(10);
        }
        const transport = answering(() => new theirs.Response(200, { stream: body() }));
        const client = new ours.Client({ transport, maxResponseSize: 5 });
        return client.get("https://a.com/").catch((error) => error instanceof ours.ResponseTooLarge);
      },
      want: true,
    },
    {
      name: "a failure to connect, which is tried again",
      given: async () => {
        let tries = 0;
        const transport = answering(() => {
          tries += 1;
          if (tries < 3) throw new theirs.ConnectError("refused");
          return new theirs.Response(200);
        });
        await new ours.Client({ transport, retries: { total: 3, backoff: { initial: 0 } } }).get(
          "https://a.com/",
        );
        return tries;
      },
      want: 3,
    },
    {
      name: "an error, which is told its request",
      given: async () => {
        const transport = answering(() => {
          throw new theirs.ReadError("broken");
        });
        const error = await new ours.Client({ transport }).get("https://a.com/x").catch((caught) => caught);
        return [error instanceof ours.NetworkError, error.request.url.pathname];
      },
      want: [true, "/x"],
    },
    {
      name: "a status that is thrown",
      given: async () => {
        const transport = answering(() => new theirs.Response(404, { text: "no" }));
        const error = await new ours.Client({ transport, raiseForStatus: true })
          .get("https://a.com/")
          .catch((caught) => caught);
        return [error instanceof ours.HTTPStatusError, error.response.text];
      },
      want: [true, "no"],
    },
    {
      name: "a request, an auth, and headers as they are written",
      given: async () => {
        const request = new theirs.Request("GET", "https://a.com/", {
          headers: new ours.Headers([
            ["X-Two", "1"],
            ["X-Two", "2"],
          ]) as never,
        });
        const transport = answering((sent) => new theirs.Response(200, { json: sent.headers.raw }));
        const client = new ours.Client({ transport });
        return (await client.send(request, { auth: new theirs.BasicAuth("u", "p") })).json();
      },
      want: [
        ["Host", "a.com"],
        ["X-Two", "1"],
        ["X-Two", "2"],
        ["Authorization", "Basic dTpw"],
      ],
    },
    {
      name: "a jar, which is shared and not copied",
      given: async () => {
        const cookies = new theirs.Cookies();
        const transport = answering(() => new theirs.Response(200, { headers: { "Set-Cookie": "a=1" } }));
        await new ours.Client({ transport, cookies }).get("https://a.com/");
        return cookies.get("a", { domain: "a.com" });
      },
      want: "1",
    },
  ];
  it.each(rows)("$name", async ({ given, want }) => {
    expect(await given()).toEqual(want);
  });
});

describe("instanceof, for errors", () => {
  class Own extends ours.HTTPStatusError {}
  class OwnCode extends ours.HTTPStatusError {
    override get code(): string {
      return "ERR_OWN";
    }
  }
  const response = new ours.Response(500);
  const rows: { name: string; given: boolean; want: boolean }[] = [
    { name: "the same class", given: new theirs.ReadTimeout("x") instanceof ours.ReadTimeout, want: true },
    { name: "a class above", given: new theirs.ReadTimeout("x") instanceof ours.HTTPError, want: true },
    {
      name: "a class below",
      given: new theirs.TimeoutException("x") instanceof ours.ReadTimeout,
      want: false,
    },
    { name: "a sibling", given: new theirs.ReadTimeout("x") instanceof ours.WriteTimeout, want: false },
    { name: "another tree", given: new theirs.InvalidURL("x") instanceof ours.HTTPError, want: false },
    {
      name: "a subclass of the user's, from the other copy",
      given: new Own("x", { response }) instanceof theirs.HTTPStatusError,
      want: true,
    },
    {
      name: "the other copy's, in a subclass of the user's",
      given: new theirs.HTTPStatusError("x", { response }) instanceof Own,
      want: false,
    },
    {
      name: "one of the user's in itself",
      given: new OwnCode("x", { response }) instanceof OwnCode,
      want: true,
    },
    {
      name: "a foreign error with such a code",
      given: Object.assign(new Error("x"), { code: "ERR_READ_TIMEOUT" }) instanceof ours.ReadTimeout,
      want: false,
    },
    {
      name: "a name alone",
      given: ({ name: "ReadTimeout" } as unknown) instanceof ours.ReadTimeout,
      want: false,
    },
  ];
  it.each(rows)("$name: $want", ({ given, want }) => {
    expect(given).toBe(want);
  });
});
