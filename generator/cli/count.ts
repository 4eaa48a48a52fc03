/** `1 file`, `1,223 operations`. */
export function count(number: number, noun: string): string {
  // `toLocaleString` would load the tables of all languages for one comma.
  const digits = String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${digits} ${noun}${number === 1 ? "" : "s"}`;
}
