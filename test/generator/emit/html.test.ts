import { describe, expect, test } from "vitest";
import { withoutHtml } from "../../../generator/emit/html.js";

describe("descriptions in HTML become Markdown", () => {
  test.each([
    { name: "none is left alone", given: "a < b && c > d, <T>", want: "a < b && c > d, <T>" },
    { name: "paragraphs", given: "<p>One.</p>\n\n<p class='x'>Two.</p>", want: "One.\n\nTwo." },
    { name: "line breaks", given: "One.<br/>Two.<br>Three.", want: "One.\nTwo.\nThree." },
    { name: "code", given: "<p>The <code>id</code>.</p>", want: "The `id`." },
    {
      name: "what is shown as code already",
      given: "<p>As `<p>x</p>`.</p>\n```\n<b>y</b>\n```",
      want: "As `<p>x</p>`.\n\n```\n<b>y</b>\n```",
    },
    {
      name: "listings",
      given: "<pre><code>a &lt; b\nc</code></pre>",
      want: "```\na < b\nc\n```",
    },
    {
      name: "emphasis, which touches its words",
      given: "<b>Scope: </b><code>a</code> <strong style='x'> is</strong> <em>one</em><i></i>",
      want: "**Scope:** `a`  **is** *one*",
    },
    {
      name: "links, those to anywhere as their words",
      given:
        '<a target="_blank" href="https://a.example/b?c=1">one <code>x</code></a> <a href=\'/docs\'>two</a>',
      want: "[one `x`](https://a.example/b?c=1) two",
    },
    { name: "lists", given: "<ul>\n<li>One</li>\n<li>Two</li></ul>", want: "- One\n- Two" },
    { name: "headings", given: "<h2 id='a'>Title</h2>Text", want: "### Title\n\nText" },
    {
      name: "entities, of which the last is an ampersand",
      given: "<b>&amp;lt; &quot;</b>",
      want: '**&lt; "**',
    },
    {
      name: "what is not closed",
      given: "<b>a <code>b</p> <script>x</script>",
      want: "<b>a <code>b\n\n<script>x</script>",
    },
  ])("$name", ({ given, want }) => {
    expect(withoutHtml(given)).toBe(want);
  });

  test("in time, whatever they hold", () => {
    const started = performance.now();
    const pieces = [
      "<a ",
      "<code>",
      "<b>",
      "<pre><code>",
      "<li>",
      "` ",
      "<p ",
      "&lt",
      "<a href='",
      " href=''",
    ];
    for (const piece of pieces) withoutHtml(`</p><a ${piece.repeat(20_000)}`);
    for (const start of ["</p>x", "<b>", "<pre>"]) withoutHtml(`</p>${start}${" ".repeat(100_000)}x`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
