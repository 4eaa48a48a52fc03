/** Whether a flag is set. Templates and hands quote it (`required: "true"`), and nothing else can be meant. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** A flag that makes a difference when it is not set; undefined if nothing is said. */
export function flagOf(value: unknown): boolean | undefined {
  return isTrue(value) ? true : value === false || value === "false" ? false : undefined;
}
