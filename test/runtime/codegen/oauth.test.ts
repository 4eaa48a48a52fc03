import { createHash } from "node:crypto";
import { Client, MockTransport, type Request, Response } from "@gen-client/runtime";
import { CredentialsError, oauth2 } from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";

const endpoints = {
  authorizationUrl: "https://auth.example/authorize?tenant=1",
  tokenUrl: "https://auth.example/token",
  deviceAuthorizationUrl: "https://auth.example/device",
};

function authServer(...answers: readonly [status: number, body: object][]) {
  const forms: Record<string, string>[] = [];
  const transport = new MockTransport((request: Request) => {
    forms.push(Object.fromEntries(new URLSearchParams(new TextDecoder().decode(request.content))));
    const [status, json] = answers[forms.length - 1]!;
    return new Response(status, { json });
  });
  return { client: new Client({ transport }), forms };
}

describe("the authorization code flow", () => {
  it("RFC 7636 §4.2: the challenge is the verifier's SHA-256", async () => {
    const request = {
      clientId: "app",
      redirectUri: "https://app.example/cb",
      scopes: ["a", "b"],
      state: "st",
    };
    const { url, state, codeVerifier } = await oauth2(endpoints).authorize(request);
    const challenge = createHash("sha256").update(codeVerifier).digest("base64url");
    expect(state).toBe("st");
    expect(codeVerifier).toMatch(/^[\w-]{43}$/);
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      tenant: "1",
      response_type: "code",
      client_id: "app",
      redirect_uri: "https://app.example/cb",
      scope: "a b",
      state: "st",
      code_challenge: challenge,
      code_challenge_method: "S256",
    });
  });

  it("RFC 6749 §4.1.3: the code is exchanged for a token", async () => {
    const { client, forms } = authServer([
      200,
      { access_token: "t", token_type: "bearer", expires_in: 60, refresh_token: "r" },
    ]);
    const token = await oauth2(endpoints).exchange({
      clientId: "app",
      code: "c",
      codeVerifier: "v",
      redirectUri: "https://app.example/cb",
      client,
    });
    expect(token).toMatchObject({ accessToken: "t", tokenType: "bearer", refreshToken: "r" });
    expect(Math.abs((token.expiresAt ?? 0) - Date.now() - 60_000)).toBeLessThan(5_000);
    expect(forms).toEqual([
      {
        grant_type: "authorization_code",
        code: "c",
        code_verifier: "v",
        redirect_uri: "https://app.example/cb",
        client_id: "app",
      },
    ]);
  });

  it("a refusal is an error with the server's words", async () => {
    const { client } = authServer([400, { error: "invalid_grant" }]);
    const exchange = oauth2(endpoints).exchange({ clientId: "a", code: "c", redirectUri: "x", client });
    await expect(exchange).rejects.toThrow("answered 400, invalid_grant");
  });

  it("an answer without a token is none", async () => {
    const { client } = authServer([200, { token: "x" }]);
    const exchange = oauth2(endpoints).exchange({ clientId: "a", code: "c", redirectUri: "x", client });
    await expect(exchange).rejects.toThrow("answered 200, but without a token");
  });

  it("an endpoint that the scheme does not have is named", async () => {
    const authorize = oauth2({}).authorize({ clientId: "a", redirectUri: "b" });
    await expect(authorize).rejects.toThrow(CredentialsError);
    await expect(oauth2({}).authorize({ clientId: "a", redirectUri: "b" })).rejects.toThrow(
      '"authorizationUrl"',
    );
  });
});

describe("the device flow", () => {
  const device = {
    device_code: "d",
    user_code: "ABCD",
    verification_uri: "https://auth.example/v",
    interval: 0,
  };

  it("RFC 8628 §3.5: polls until the user has agreed", async () => {
    const pending = { error: "authorization_pending" };
    const { client, forms } = authServer(
      [200, device],
      [400, pending],
      [400, pending],
      [200, { access_token: "t" }],
    );
    const started = await oauth2(endpoints).device({ clientId: "app", scopes: ["a"], client });
    expect([started.userCode, started.verificationUri]).toEqual(["ABCD", "https://auth.example/v"]);
    expect((await started.token()).accessToken).toBe("t");
    expect(forms[0]).toEqual({ scope: "a", client_id: "app" });
    expect(forms.slice(1)).toEqual(
      Array(3).fill({
        grant_type: "urn:ietf:params:oauth:grant-type:device_code",
        device_code: "d",
        client_id: "app",
      }),
    );
  });

  it("ends when the user refuses", async () => {
    const { client } = authServer([200, device], [400, { error: "access_denied" }]);
    const started = await oauth2(endpoints).device({ clientId: "app", client });
    await expect(started.token()).rejects.toThrow("access_denied");
  });

  it.each([
    { interval: undefined },
    { interval: null },
    { interval: "soon" },
    { interval: -1 },
    { interval: 1e10 },
  ])("does not hurry with $interval as its interval", async ({ interval }) => {
    const { client, forms } = authServer([200, { ...device, interval }]);
    const controller = new AbortController();
    const started = await oauth2(endpoints).device({ clientId: "app", client, signal: controller.signal });
    const token = started.token();
    setTimeout(() => controller.abort(new Error("enough")), 30);
    await expect(token).rejects.toThrow("enough");
    expect(forms).toHaveLength(1);
  });

  it("ends when the caller gives up", async () => {
    const { client } = authServer([200, { ...device, interval: 60 }]);
    const controller = new AbortController();
    const started = await oauth2(endpoints).device({ clientId: "app", client, signal: controller.signal });
    const token = started.token();
    controller.abort(new Error("enough"));
    await expect(token).rejects.toThrow("enough");
  });
});
