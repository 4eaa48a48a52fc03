import express from "express";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { describe, expect, it } from "vitest";
import { Client, FetchTransport, ListenerTransport } from "../../../runtime/index.js";

describe("an Express app in process", () => {
  const app = express();
  app.use(express.json());
  app.get(
    "/pets/:id",
    (request, response) =>
      void response.json({ id: request.params.id, secure: request.secure, ip: request.ip }),
  );
  app.post("/pets", (request, response) => void response.status(201).cookie("s", "1").json(request.body));
  app.get("/old", (_, response) => response.redirect("/pets/2"));
  app.get("/boom", () => {
    throw new Error("boom");
  });
  app.use(
    (_error: Error, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
      response.status(500).send("handled");
    },
  );
  const client = new Client({
    transport: new ListenerTransport(app),
    baseUrl: "https://app",
    followRedirects: true,
  });

  it("answers", async () => {
    expect((await client.get("/pets/1")).json()).toEqual({ id: "1", secure: true, ip: "127.0.0.1" });
  });

  it("parses bodies, and sets cookies", async () => {
    const response = await client.post("/pets", { json: { name: "Fido" } });
    expect([response.statusCode, response.json(), client.cookies.get("s")]).toEqual([
      201,
      { name: "Fido" },
      "1",
    ]);
  });

  it("redirects, fails and does not know, as over a socket", async () => {
    expect((await client.get("/old")).json()).toMatchObject({ id: "2" });
    expect((await client.get("/boom")).text).toBe("handled");
    expect((await client.get("/none")).statusCode).toBe(404);
  });
});

describe("a Hono app in process", () => {
  const app = new Hono();
  app.use("/large", compress());
  app.get("/large", (context) => context.text("hello ".repeat(1000)));
  app.get("/pets/:id", (context) =>
    context.json({ id: context.req.param("id"), host: context.req.header("host") }),
  );
  app.post("/pets", async (context) => context.json(await context.req.parseBody(), 201));
  app.get("/old", (context) => context.redirect("/pets/2"));
  const client = new Client({
    transport: new FetchTransport(app.fetch),
    baseUrl: "https://app",
    followRedirects: true,
  });

  it("answers, and redirects", async () => {
    expect((await client.get("/pets/1")).json()).toEqual({ id: "1", host: "app" });
    expect((await client.get("/old")).json()).toMatchObject({ id: "2" });
  });

  it("takes forms and files", async () => {
    expect((await client.post("/pets", { data: { name: "Fido" } })).json()).toEqual({ name: "Fido" });
    const response = await client.post("/pets", {
      data: { name: "Fido" },
      files: { photo: ["a.png", "PNG"] },
    });
    expect(response.json()).toMatchObject({ name: "Fido" });
  });

  it("may compress what it says", async () => {
    const response = await client.get("/large");
    expect([response.headers.get("content-encoding"), response.text.length]).toEqual(["gzip", 6000]);
    expect(response.numBytesDownloaded).toBeLessThan(1000);
  });
});
