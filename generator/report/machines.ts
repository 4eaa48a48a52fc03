import type { LocatedDiagnostic } from "./places.js";

// Diagnostics for programs: editors and scripts (JSON), code scanning (SARIF), and GitHub's annotations.

export function formatJson(diagnostics: readonly LocatedDiagnostic[]): string {
  const shown = diagnostics.map(({ text: _, others: __, ...diagnostic }) => diagnostic);
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** SARIF 2.1.0, as code scanning services read it. */
export function formatSarif(diagnostics: readonly LocatedDiagnostic[], version: string): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "gen-client", version, rules: codes.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => ({
          ruleId: diagnostic.code,
          level: diagnostic.severity,
          message: { text: sentences(diagnostic) },
          ...(diagnostic.file === undefined ? {} : { locations: [sarifLocation(diagnostic)] }),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function sarifLocation({ file, line, column, endLine, endColumn }: LocatedDiagnostic): object {
  const uri = file
    ?.split("\\")
    .map((part) => part.split("/").map(encodeSegment).join("/"))
    .join("/");
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return { physicalLocation: { artifactLocation: { uri }, ...(line === undefined ? {} : { region }) } };
}

/** Encodes what a URI cannot hold, but keeps `https:` readable. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll("%3A", ":");
}

/** Workflow commands, which GitHub Actions shows beside the line. */
export function formatGithub(diagnostics: readonly LocatedDiagnostic[]): string {
  return diagnostics
    .map((diagnostic) => {
      const { severity, file, line, column, endLine, endColumn, code } = diagnostic;
      const properties = Object.entries({ file, line, endLine, col: column, endColumn, title: code })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
      return `::${severity} ${properties.join(",")}::${escapeData(sentences(diagnostic))}\n`;
    })
    .join("");
}

function sentences({ message, help, others }: LocatedDiagnostic): string {
  return [message, help, others > 0 ? `(And ${others} more of this kind.)` : undefined]
    .filter(Boolean)
    .join(" ");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
