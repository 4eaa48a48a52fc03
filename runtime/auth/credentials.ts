/** Throws a TypeError for what is no user and password. They are not shown: one of them may be a secret. */
export function assertCredentials(where: string, given: readonly unknown[]): void {
  if (Array.isArray(given) && given.length === 2 && given.every((part) => typeof part === "string")) return;
  const got = Array.isArray(given) ? given.map((part) => typeof part).join(", ") : typeof given;
  throw new TypeError(`${where} takes a user and a password, two strings, not ${got || "nothing"}.`);
}
