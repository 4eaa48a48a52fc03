/**
 * Makes `util.inspect` and `console.log` show a class by `print`; named without importing `node:util`. A function,
 * because isolated declarations allow no method with a computed name.
 */
export function printAs<T extends object>(
  type: { readonly prototype: T },
  print: (value: T) => string,
): void {
  Object.defineProperty(type.prototype, Symbol.for("nodejs.util.inspect.custom"), {
    configurable: true,
    value(this: T): string {
      return print(this);
    },
  });
}
