import type { Diagnostic } from "../diagnostics.js";
import { formatGithub, formatJson, formatSarif } from "./machines.js";
import { located, type Places, type ReportOptions } from "./places.js";
import { formatText, type Paint, plain } from "./text.js";

export const formats = ["text", "json", "sarif", "github"] as const;
export type Format = (typeof formats)[number];

export interface Report extends ReportOptions {
  readonly format: Format;
  readonly paint?: Paint;
  /** The generator's version, for formats that tell who speaks. */
  readonly version: string;
}

/** Diagnostics as text in one of the formats. */
export async function report(
  diagnostics: readonly Diagnostic[],
  places: Places,
  { format, paint = plain, version, ...options }: Report,
): Promise<string> {
  // Programs count for themselves.
  const all = options.all ?? (format === "json" || format === "sarif");
  const shown = await located(diagnostics, places, { ...options, all });
  switch (format) {
    case "text":
      return formatText(shown, paint);
    case "json":
      return formatJson(shown);
    case "sarif":
      return formatSarif(shown, version);
    case "github":
      return formatGithub(shown);
  }
}
