import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {type AfterTest, afterTest} from "./after-test.ts";

export interface HeldBucket {
  endpoint: string;
  /** How often it was asked for anything. */
  asked(): number;
  /** Answers whoever waits, and from now on everybody, that they may not. */
  letGo(): void;
}

/** A bucket that keeps whoever asks waiting until it is let go, or the test ends. */
export async function heldBucket(t: AfterTest): Promise<HeldBucket> {
  let asked = 0;
  let letGo = () => {};
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const server = createServer(async (_, response) => {
    asked++;
    await released;
    response.writeHead(403).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(t, () => {
    server.closeAllConnections();
    server.close();
  });
  const {port} = server.address() as AddressInfo;
  return {endpoint: `http://127.0.0.1:${port}`, asked: () => asked, letGo};
}
