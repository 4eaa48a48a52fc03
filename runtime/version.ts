/** The version of the package, as its User-Agent says it. A test holds it to package.json. */
export const VERSION = "0.1.0";
