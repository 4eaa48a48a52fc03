/** The date that a text is; undefined for none. Engines take the thirtieth of February for the first of March. */
export function dateOf(text: string): Date | undefined {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return undefined;
  const [day, number] = /^\d{4}-\d\d-(\d\d)/.exec(text) ?? [];
  return day === undefined || new Date(`${day}T00:00Z`).getUTCDate() === Number(number) ? date : undefined;
}
