// The public interface of `gen-client` as a library: what the command line does, as a function.

export type { Diagnostic, Pointer, Severity } from "./diagnostics.js";
export type { OutputFile } from "./emit/output-file.js";
export { type GenerateHooks, type Generation, generate, type Stage } from "./generate.js";
export type { SourceSet } from "./load/source-set.js";
export type { Api } from "./model/api.js";
export type { Names } from "./naming/names.js";
export {
  type Config,
  type DateType,
  defineConfig,
  type GenerateOptions,
  type ImportExtension,
  type Int64Type,
  type PaginationRule,
  type RuntimeSource,
} from "./options.js";
export { type Format, type Report, report } from "./report/report.js";
export type { Document } from "./upgrade/document.js";
export type { Written } from "./write/write.js";
