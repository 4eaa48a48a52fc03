// OAuth 2: a service that acts for itself, then a person who lets a program act for them (with PKCE).

import { Notes, oauth2 } from "../sdk/notes/index.js";

export async function main(server: string): Promise<void> {
  // Client credentials: the first call gets a token for the scopes that it requires, the others use it, and a new one
  // follows when it has expired.
  await using service = new Notes({
    baseUrl: server,
    auth: { oauth: { clientId: "service", clientSecret: "s3cret" } },
  });
  const [notes] = await Promise.all([service.listNotes(), service.listNotes()]);
  console.log(`the service reads ${notes.length} notes`);

  // Authorization code: send the person to `url`; they come back to `redirectUri` with a code.
  const flow = oauth2(service);
  const redirectUri = "http://127.0.0.1:9/callback";
  const { url, state, codeVerifier } = await flow.authorize({
    clientId: "app",
    redirectUri,
    scopes: ["notes:write"],
  });
  const callback = await visit(url);
  if (callback.searchParams.get("state") !== state) throw new Error("Somebody else's redirect.");
  const code = callback.searchParams.get("code") ?? "";
  const token = await flow.exchange({ clientId: "app", code, codeVerifier, redirectUri });

  await using person = new Notes({
    baseUrl: server,
    auth: { oauth: { clientId: "app", refreshToken: token.refreshToken ?? "" } },
  });
  const note = await person.createNote({ body: { text: "Buy milk" } });
  console.log(`the person writes "${note.text}" as ${note.author}`);
}

/** What a browser does: goes there, and is sent back. */
async function visit(url: string): Promise<URL> {
  const response = await fetch(url, { redirect: "manual" });
  return new URL(response.headers.get("location") ?? "");
}
