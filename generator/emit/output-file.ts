import { renderTemplate, type TemplateName } from "./templates.js";

/** One file of the output: a path relative to the output folder, with `/`, and its whole text. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
  /** The text in UTF-8, where it is known. */
  readonly bytes?: Uint8Array;
}

/** Encoded at once, which lets go of the many pieces that a text consists of until it is first read. */
export function renderFile(path: string, template: TemplateName, view: object): OutputFile {
  const text = renderTemplate(template, view);
  return { path, text, bytes: Buffer.from(text) };
}
