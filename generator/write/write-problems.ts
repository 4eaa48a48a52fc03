import { relative } from "node:path";
import type { Diagnostic } from "../diagnostics.js";

export function outside(path: string): Diagnostic {
  return {
    code: "output-outside",
    severity: "error",
    message: `The file "${path}" would be written outside the output folder; nothing was written.`,
    help: "Check the folder for links that lead out of it.",
  };
}

export function notOurs(path: string): Diagnostic {
  return {
    code: "output-not-ours",
    severity: "error",
    message: `"${shortest(path)}" exists and was not written by gen-client; nothing was written.`,
    help: "Move it away, or choose another folder with --output.",
  };
}

export function unwritable(folder: string, error: NodeJS.ErrnoException): Diagnostic {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOENT: "no folder can be made there",
    ENOSPC: "the disk is full",
    ENOTDIR: "a file is in the way of a folder",
    EEXIST: "a file is in the way of a folder",
    EISDIR: "a folder is in the way of a file",
  };
  const path = error.path === undefined ? folder : shortest(error.path.replace(/\.[0-9a-f]{8}\.tmp$/, ""));
  return {
    code: "output-unwritable",
    severity: "error",
    message: `"${path}" cannot be written: ${reasons[error.code ?? ""] ?? error.message}. Nothing was written.`,
    help: "Choose another folder with --output.",
  };
}

/** A path as a reader knows it: from the working folder if it is in there. */
function shortest(path: string): string {
  const inside = relative(process.cwd(), path);
  return inside.startsWith("..") ? path : inside;
}
