import type { Generation } from "../generate.js";
import type { Written } from "../write/write.js";

/** Whether the folder is not what a run would make of it. */
export function differs({ differences, removed }: Written): boolean {
  return differences.length > 0 || removed.length > 0;
}

/** What a run would change, as a patch. */
export async function unifiedDiff({ written, folder }: Generation): Promise<string> {
  if (written === undefined) return "";
  const { createTwoFilesPatch } = await import("diff");
  const patches = written.differences.map(({ path, before, after }) => {
    const name = `${folder}/${path}`;
    return createTwoFilesPatch(before === undefined ? "/dev/null" : name, name, before ?? "", after);
  });
  return [...patches, ...written.removed.map((path) => `Only in ${folder}: ${path}\n`)].join("");
}
