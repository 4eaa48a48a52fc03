/** A text that could not be read, or must not be. The message is a sentence that says why. */
export class ReadError extends Error {
  override readonly name = "ReadError";
  /** The near miss, or the option that would allow it. */
  readonly help: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly help?: string } = {}) {
    super(message, options);
    this.help = options.help;
  }
}

/** What `--allow-refs` would allow. */
export function forbidden(reason: string, allow: string): ReadError {
  return new ReadError(reason, { help: `If you trust it, allow it with --allow-refs ${allow}` });
}
