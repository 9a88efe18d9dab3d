import {once} from "node:events";
import {type AddressInfo, connect, createServer, type Socket} from "node:net";
import {type AfterTest, afterTest} from "../../../support/after-test.ts";

/** A proxy on localhost that cuts each connection after so many bytes, in either direction, as `allowance` says. */
export async function cuttingProxy(t: AfterTest, target: number, allowance: () => number): Promise<{port: number}> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const broker = connect(target, "localhost");
    let left = allowance();
    const cut = () => {
      client.destroy();
      broker.destroy();
    };
    const pass = (from: Socket, to: Socket) => {
      sockets.add(from);
      from.on("data", (chunk) => {
        if (to.writable) to.write(chunk.subarray(0, Math.max(0, left)));
        left -= chunk.length;
        if (left <= 0) cut();
      });
      from.on("error", cut);
      from.on("close", cut);
    };
    pass(client, broker);
    pass(broker, client);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  afterTest(t, () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {port: (server.address() as AddressInfo).port};
}
