import { describe, expect, it } from "vitest";
import { parseNetrc } from "../../../runtime/auth/netrc-file.js";

describe("a netrc file", () => {
  it.each([
    { name: "one line", given: "machine h login u password p", want: { login: "u", password: "p" } },
    {
      name: "many lines",
      given: "machine h\n  login u\n\tpassword p\n",
      want: { login: "u", password: "p" },
    },
    { name: "user is login", given: "machine h user u password p", want: { login: "u", password: "p" } },
    {
      name: "an account is passed over",
      given: "machine h login u account a password p",
      want: { login: "u", password: "p" },
    },
    { name: "no password", given: "machine h login u", want: { login: "u", password: undefined } },
    { name: "no login", given: "machine h password p", want: { login: "", password: "p" } },
    {
      name: "the last of two",
      given: "machine h password a\nmachine h password b",
      want: { login: "", password: "b" },
    },
    {
      name: "a # inside a token",
      given: "machine h login u password p#q",
      want: { login: "u", password: "p#q" },
    },
    {
      name: "a # at the start of a secret",
      given: "machine h login u password #pq",
      want: { login: "u", password: "#pq" },
    },
    {
      name: "comments",
      given: "# machine x\nmachine h # mine\n login u #no password x\n password p # end",
      want: { login: "u", password: "p" },
    },
    {
      name: "quotes",
      given: 'machine h login "a b" password "p\\"q"',
      want: { login: "a b", password: 'p"q' },
    },
    {
      name: "an empty value in quotes",
      given: 'machine h login "" password p',
      want: { login: "", password: "p" },
    },
    {
      name: "a macro is skipped to the blank line",
      given: "macdef init\n machine h login x password y\n echo\n\nmachine h login u password p",
      want: { login: "u", password: "p" },
    },
    { name: "another machine", given: "machine other login u password p", want: undefined },
    { name: "an empty file", given: "", want: undefined },
  ])("$name", ({ given, want }) => {
    expect(parseNetrc(given).machines.get("h")).toEqual(want);
  });

  it("has a default for all others", () => {
    const netrc = parseNetrc("machine h password p default login d password q");
    expect(netrc.default).toEqual({ login: "d", password: "q" });
  });

  it("refuses what it does not know, with the line and without the text", () => {
    expect(() => parseNetrc("machine h login u\npassword p hunter2")).toThrow(
      new SyntaxError('netrc, line 2: expected "machine", "default" or "macdef".'),
    );
  });
});
