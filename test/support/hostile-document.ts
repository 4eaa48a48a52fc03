/** A document with the same text wherever the specification lets a document say what it likes. */
export function hostileDocument(text: string): Record<string, unknown> {
  const docs = { summary: text, description: text };
  const schema = {
    type: "object",
    title: text,
    description: text,
    required: [text],
    externalDocs: { url: text, description: text },
    properties: {
      [text]: {
        type: "string",
        description: text,
        default: text,
        example: text,
        pattern: text,
        format: text,
      },
      [`${text}-enum`]: { type: "string", enum: [text, `${text}!`], "x-enum-varnames": [text, `${text}!`] },
      constant: { const: text },
      map: {
        type: "object",
        additionalProperties: { $ref: "#/components/schemas/Named" },
        properties: { [`${text}a`]: {} },
      },
      either: {
        oneOf: [
          { $ref: "#/components/schemas/Named" },
          { $ref: `#/components/schemas/${pointerToken(text)}` },
        ],
        discriminator: { propertyName: text, mapping: { [text]: "#/components/schemas/Named" } },
      },
      tuple: { type: "array", prefixItems: [{ const: text }], items: { enum: [text, 1, null] } },
    },
    deprecated: true,
    "x-deprecation-reason": text,
  };
  const operation = (id: string): Record<string, unknown> => ({
    ...docs,
    operationId: id,
    tags: [text, `${text}2`],
    deprecated: true,
    externalDocs: { url: text },
    parameters: [
      ...["query", "header", "cookie"].map((location) => ({
        name: text,
        in: location,
        description: text,
        schema: { type: "string", default: text, enum: [text, `${text}?`] },
        examples: { [text]: { value: text } },
      })),
      { name: "content", in: "query", content: { [`application/${text}`]: { schema: { const: text } } } },
    ],
    requestBody: {
      description: text,
      required: true,
      content: {
        [`application/${text}`]: { schema },
        "application/json": { schema: { $ref: `#/components/schemas/${pointerToken(text)}` } },
        "multipart/form-data": {
          schema: { type: "object", properties: { [text]: { type: "string", contentMediaType: text } } },
          encoding: { [text]: { contentType: text, headers: { [text]: { schema: { const: text } } } } },
        },
        [`image/*${text}`]: {},
      },
    },
    responses: {
      200: {
        description: text,
        headers: {
          [text]: { description: text, schema: { const: text } },
          "X-Other": { schema: { type: "array", items: { const: text } } },
        },
        content: { [`text/${text}`]: { schema: { const: text } }, "application/json": { schema } },
      },
      "4XX": { description: text, content: { "application/json": { schema: { enum: [text, `${text}.`] } } } },
      default: { description: text },
    },
    security: [{ [text]: [text] }, { oauth: [text] }],
    servers: [{ url: text, name: text, description: text }],
    "x-speakeasy-pagination": {
      type: "cursor",
      inputs: [{ name: text, in: "parameters", type: "cursor" }],
      outputs: { nextCursor: `$.${text}`, results: `$['${text}']` },
    },
  });
  return {
    openapi: "3.2.0",
    info: {
      title: text,
      version: text,
      summary: text,
      description: text,
      license: { name: text, url: text },
    },
    servers: [
      {
        url: `https://{${text}}/${text}`,
        name: text,
        description: text,
        variables: { [text]: { default: text, enum: [text, `${text}/`], description: text } },
      },
      { url: text },
    ],
    tags: [
      { name: text, ...docs, parent: `${text}2` },
      { name: `${text}2`, description: text },
    ],
    paths: {
      [`/${text}`]: { get: operation(text), additionalOperations: { [`M${text}`]: operation(`${text}3`) } },
      [`/by/{${text}}`]: {
        post: {
          ...operation(`${text}4`),
          parameters: [{ name: text, in: "path", required: true, schema: {} }],
        },
      },
      "/none": { get: { responses: { 200: { description: text } } } },
      "/callback": {
        post: {
          callbacks: { [text]: { [`{$request.body#/${text}}`]: { post: operation(`${text}5`) } } },
          responses: { 204: { description: text } },
        },
      },
    },
    webhooks: { [text]: { post: operation(`${text}6`) } },
    components: {
      securitySchemes: {
        [text]: { type: "apiKey", in: "header", name: text, description: text },
        http: { type: "http", scheme: text, description: text },
        oauth: {
          type: "oauth2",
          flows: { clientCredentials: { tokenUrl: text, refreshUrl: text, scopes: { [text]: text } } },
        },
        openid: { type: "openIdConnect", openIdConnectUrl: text },
      },
      schemas: {
        [text]: schema,
        Named: { type: "object", properties: { [text]: { const: text } }, required: [text] },
        [`${text} enum`]: {
          type: "string",
          enum: [text, `${text};`],
          description: text,
          "x-enum-descriptions": [text, text],
        },
        [`${text}[]`]: { type: "array", items: { $ref: `#/components/schemas/${pointerToken(text)}` } },
        Child: {
          allOf: [
            { $ref: "#/components/schemas/Named" },
            { type: "object", properties: { own: { const: text } } },
          ],
        },
      },
    },
  };
}

/** RFC 6901 §3 and §6: as part of a pointer in a URI fragment. */
function pointerToken(text: string): string {
  return encodeURIComponent(
    text
      .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
      .replaceAll("~", "~0")
      .replaceAll("/", "~1"),
  );
}
