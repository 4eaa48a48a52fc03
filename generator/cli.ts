/** The command line: parses `args`, runs the command, and returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  process.stdout.write(`${args.join(" ")}\n`);
  return 0;
}
