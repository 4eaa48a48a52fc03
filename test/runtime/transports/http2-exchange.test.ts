import { connect } from "node:http2";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { type DispatchHandler, NOT_PROCESSED } from "../../../runtime/transports/connection.js";
import { Http2Exchange } from "../../../runtime/transports/http2-exchange.js";

const ignore = (): void => {};

it("a stream that its session never sent may be sent again", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  session.on("error", ignore);
  const owner = { lastStreamId: Number.POSITIVE_INFINITY, isOver: true, suspect: ignore };
  const failure = await new Promise((resolve, reject) => {
    const handler: DispatchHandler = {
      onConnect: ignore,
      onResponseStarted: ignore,
      onBytes: ignore,
      onHeaders: () => true,
      onData: () => true,
      resume: ignore,
      onComplete: () => reject(new Error("complete")),
      onError: resolve,
    };
    // The session has no connection yet.
    new Http2Exchange(owner, session.request({ ":path": "/" }), handler, "GET").start(null);
    session.destroy();
  });
  expect(failure).toMatchObject({ code: NOT_PROCESSED });
  server.close();
});
