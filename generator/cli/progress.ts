import type { Stage } from "../generate.js";

const verbs: Readonly<Record<Stage, string>> = {
  sources: "Reading",
  document: "Upgrading",
  api: "Understanding",
  names: "Naming",
  files: "Printing",
  written: "Writing",
};

/** For work of over a second, shows on a terminal what is going on; elsewhere it says nothing. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #started = performance.now();
  #isShown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  readonly onStage = (stage: Stage): void => {
    if (!this.#stream.isTTY || process.env.CI !== undefined || performance.now() - this.#started < 1_000)
      return;
    this.#isShown = true;
    this.#stream.write(`\r\u001B[K${verbs[stage]} …`);
  };

  /** Wipes the line. */
  end(): void {
    if (this.#isShown) this.#stream.write("\r\u001B[K");
  }
}
