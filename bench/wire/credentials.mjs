/**
 * Something for every security scheme of the document.
 *
 * @param {import("../../dist/model/api.js").Api} api
 */
export function credentialsFor({ securitySchemes }) {
  return Object.fromEntries(
    securitySchemes.flatMap(({ name, kind }) => {
      switch (kind) {
        case "basic":
        case "digest":
          return [[name, { username: "user", password: "secret" }]];
        case "mutual-tls":
          return [];
        default:
          return [[name, "token"]];
      }
    }),
  );
}
