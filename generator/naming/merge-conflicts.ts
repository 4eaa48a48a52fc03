/** A text in which a merge of git left its conflicts, as each side has it; undefined for any other text. */
export function sidesOfConflict(text: string): readonly [ours: string, theirs: string] | undefined {
  if (!/^<{7} /m.test(text)) return undefined;
  return [text.replace(conflict, "$1"), text.replace(conflict, "$2")];
}

/** With `diff3`, what both began with stands in between. */
const conflict = /^<{7} .*\n([\s\S]*?)(?:^\|{7}.*\n[\s\S]*?)?^={7}\r?\n([\s\S]*?)^>{7} .*(?:\n|$)/gm;
