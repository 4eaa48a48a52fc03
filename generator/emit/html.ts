// Descriptions are CommonMark, but many are written in HTML, which editors show with all its tags. The usual ones have
// a form in Markdown; all others stay as they are.

const usual = /<\/(?:p|a|code|pre|strong|b|em|i|ul|ol|li|h[1-6])>|<br\s*\/?>/i;

/** What somebody shows as code is not markup. */
const code = /(`{3}[^`]*`{3}|`[^`\n]*`)/;

export function withoutHtml(text: string): string {
  if (!text.includes("<") || !usual.test(text)) return text;
  return text
    .split(code)
    .map((part, index) => (index % 2 === 0 ? asMarkdown(part) : part))
    .join("")
    .trim();
}

/** From the inside out, so that what stands between two tags holds no further one. */
function asMarkdown(html: string): string {
  return html
    .replace(/<pre[^<>]*>\s*(?:<code[^<>]*>)?|(?:<\/code>)?\s*<\/pre>/gi, "\n```\n")
    .replace(/<code[^<>]*>([^<]*)<\/code>/gi, "`$1`")
    .replace(/<(strong|b)(?:\s[^<>]*)?>(\s*)([^<]*)<\/\1>/gi, (_, _tag, space: string, words: string) =>
      marked("**", space, words),
    )
    .replace(/<(em|i)(?:\s[^<>]*)?>(\s*)([^<]*)<\/\1>/gi, (_, _tag, space: string, words: string) =>
      marked("*", space, words),
    )
    .replace(
      /<a\s[^<>]*?href=(["'])([^"'<>]*)\1[^<>]*>([^<]*)<\/a>/gi,
      (_, _quote, url: string, label: string) =>
        // Relative to a page that nobody here knows.
        /^(?:https?|mailto):/i.test(url) ? `[${label}](${url})` : label,
    )
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(/\s*<li[^<>]*>\s*/gi, "\n- ")
    .replace(/\s*<\/li>/gi, "")
    .replace(/\s*<\/?(?:p|ul|ol)(?:\s[^<>]*)?>\s*/gi, "\n\n")
    .replace(/\s*<h[1-6][^<>]*>\s*/gi, "\n\n### ")
    .replace(/\s*<\/h[1-6]>\s*/gi, "\n\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/&(?:lt|gt|quot|apos|nbsp|#39|amp);/g, (entity) => entities[entity] ?? entity);
}

/** CommonMark §6.2: a mark touches the words that it is about. */
function marked(mark: string, space: string, words: string): string {
  const inner = words.trimEnd();
  return inner === "" ? space + words : space + mark + inner + mark + words.slice(inner.length);
}

const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&#39;": "'",
  "&nbsp;": " ",
  "&amp;": "&",
};
