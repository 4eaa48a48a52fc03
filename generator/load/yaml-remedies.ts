import type { ErrorCode } from "yaml";

/** What to do about mistakes made by hand. `yaml` names them by the rule of the grammar, which few know. */
const remedies: Partial<Record<ErrorCode, string>> = {
  BAD_DQ_ESCAPE: "Double the backslash, or use single quotes.",
  BAD_INDENT: "Begin the keys of a mapping in the same column, and close every brace and bracket.",
  BAD_SCALAR_START: "Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    'Put a text that holds ": " in quotes, and begin the keys of a mapping in the same column.',
  BLOCK_IN_FLOW: "Put a comma between what stands in braces or brackets.",
  MISSING_CHAR: 'Close every quote, and put ":" after every key.',
  MULTILINE_IMPLICIT_KEY: 'Put ": " after every key, and begin the keys of a mapping in the same column.',
  TAB_AS_INDENT: "Indent with spaces.",
};

export function yamlRemedy(code: ErrorCode): string | undefined {
  return remedies[code];
}
