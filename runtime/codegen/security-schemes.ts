// The security schemes of a document, as data. OpenAPI 3.2 §4.30.

/** The endpoints of OAuth 2: the flows that a document declares, folded. */
export interface OAuthEndpoints {
  readonly tokenUrl?: string;
  /** Of flows that have a token URL of their own. */
  readonly tokenUrls?: {
    readonly clientCredentials?: string;
    readonly password?: string;
    readonly authorizationCode?: string;
    readonly deviceAuthorization?: string;
  };
  readonly refreshUrl?: string;
  readonly authorizationUrl?: string;
  readonly deviceAuthorizationUrl?: string;
  /** RFC 8414 metadata, for endpoints that are not given. */
  readonly metadataUrl?: string;
}

export type SecurityScheme =
  | { readonly kind: "api-key"; readonly in: "header" | "query" | "cookie"; readonly parameter: string }
  | { readonly kind: "basic" }
  | { readonly kind: "bearer" }
  | { readonly kind: "digest" }
  /** Any other scheme of the HTTP Authentication Scheme Registry. */
  | { readonly kind: "http"; readonly scheme: string }
  /** The client's `verify` option holds the certificate. */
  | { readonly kind: "mutual-tls" }
  | ({ readonly kind: "oauth2" } & OAuthEndpoints)
  | { readonly kind: "openid-connect"; readonly url: string };

export interface SecuritySchemes {
  readonly [name: string]: SecurityScheme;
}
