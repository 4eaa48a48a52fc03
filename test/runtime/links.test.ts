import { expect, it } from "vitest";
import { parseLinks } from "../../runtime/links.js";
import { Response } from "../../runtime/response.js";

const rows: { name: string; given: string | null; want: unknown }[] = [
  { name: "no header", given: null, want: {} },
  { name: "an empty header", given: "", want: {} },
  {
    name: "single quotes",
    given: "<https://example.com>; rel='preload'",
    want: { preload: { url: "https://example.com", rel: "preload" } },
  },
  {
    name: "several links",
    given: '</hub>; rel="hub", </resource>; rel="self"',
    want: { hub: { url: "/hub", rel: "hub" }, self: { url: "/resource", rel: "self" } },
  },
  { name: "no rel", given: "<u>;", want: { u: { url: "u" } } },
  { name: "no parameters", given: "<u>", want: { u: { url: "u" } } },
  {
    name: "other parameters",
    given: '<u>; rel=next; title="a; b, c"; type=x/y',
    want: { next: { url: "u", rel: "next", title: "a; b, c", type: "x/y" } },
  },
  {
    name: "a comma in the URL",
    given: "<u?a=1,2>; rel=next, <v>; rel=prev",
    want: { next: { url: "u?a=1,2", rel: "next" }, prev: { url: "v", rel: "prev" } },
  },
  {
    name: "several relations",
    given: '<u>; rel="next last"',
    want: { next: { url: "u", rel: "next last" }, last: { url: "u", rel: "next last" } },
  },
  {
    name: "the later link of a relation wins",
    given: "<a>; rel=next, <b>; rel=next",
    want: { next: { url: "b", rel: "next" } },
  },
  {
    name: "the first rel of a link counts",
    given: "<a>; rel=next; rel=prev",
    want: { next: { url: "a", rel: "next" } },
  },
  {
    name: "escapes in quotes",
    given: '<a>; rel=next; title="a\\"b"',
    want: { next: { url: "a", rel: "next", title: 'a"b' } },
  },
  { name: "a flag is skipped", given: "<a>; flag; rel=next", want: { next: { url: "a", rel: "next" } } },
  { name: "names ignore case", given: "<a>; REL=next", want: { next: { url: "a", rel: "next" } } },
  {
    name: "spaces anywhere",
    given: ' <a> ; rel = "next" ,  <b>;rel=prev',
    want: { next: { url: "a", rel: "next" }, prev: { url: "b", rel: "prev" } },
  },
  { name: "rubbish between links", given: "x, <a>; rel=next, y", want: { next: { url: "a", rel: "next" } } },
];
it.each(rows)("links: $name", ({ given, want }) => {
  expect(parseLinks(given)).toEqual(want);
});

it("a relation named __proto__ is data", () => {
  const links = parseLinks("<a>; rel=__proto__");
  expect(Object.keys(links)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(links)).toBe(Object.prototype);
});

it("a long header of nothing much takes no time", () => {
  const started = performance.now();
  parseLinks(`<a${'; a="\\'.repeat(20_000)}`);
  parseLinks(`<a>${";".repeat(50_000)}`);
  expect(performance.now() - started).toBeLessThan(500);
});

it("several Link lines are one list", () => {
  const response = new Response(200, {
    headers: [
      ["Link", "<a>; rel=next"],
      ["Link", "<b>; rel=prev"],
    ],
  });
  expect(Object.keys(response.links)).toEqual(["next", "prev"]);
});
