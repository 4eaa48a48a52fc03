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

/**
 * From the inside out, so that what stands between two tags holds no further one. White space before a tag is looked at
 * only from where it begins: a long run would be read again for each of its characters.
 */
function asMarkdown(html: string): string {
  return html
    .replace(/<pre[^<>]*>\s*(?:<code[^<>]*>)?|(?:<\/code>)?(?:(?<!\s)\s+)?<\/pre>/gi, "\n```\n")
    .replace(/<code[^<>]*>([^<]*)<\/code>/gi, "`$1`")
    .replace(/<(strong|b)(?:\s[^<>]*)?>([^<]*)<\/\1>/gi, (_, _tag, words: string) => marked("**", words))
    .replace(/<(em|i)(?:\s[^<>]*)?>([^<]*)<\/\1>/gi, (_, _tag, words: string) => marked("*", words))
    .replace(/<a\s([^<>]*)>([^<]*)<\/a>/gi, (_, attributes: string, label: string) =>
      linked(attributes, label),
    )
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(/(?:(?<!\s)\s+)?<li[^<>]*>\s*/gi, "\n- ")
    .replace(/(?:(?<!\s)\s+)?<\/li>/gi, "")
    .replace(/(?:(?<!\s)\s+)?<\/?(?:p|ul|ol)(?:\s[^<>]*)?>\s*/gi, "\n\n")
    .replace(/(?:(?<!\s)\s+)?<h[1-6][^<>]*>\s*/gi, "\n\n### ")
    .replace(/(?:(?<!\s)\s+)?<\/h[1-6]>\s*/gi, "\n\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/&(?:lt|gt|quot|apos|nbsp|#39|amp);/g, (entity) => entities[entity] ?? entity);
}

/** CommonMark §6.2: a mark touches the words that it is about. */
function marked(mark: string, text: string): string {
  const words = text.trim();
  return words === "" ? text : text.replace(words, () => mark + words + mark);
}

function linked(attributes: string, label: string): string {
  const url = /\bhref=(?:"([^"]*)"|'([^']*)')/i.exec(attributes)?.slice(1).join("") ?? "";
  // Relative to a page that nobody here knows.
  return /^(?:https?|mailto):/i.test(url) ? `[${label}](${url})` : label;
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
