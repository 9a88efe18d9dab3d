import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {day, sqlTime} from "../calendar.ts";
import {type DemoRequest, requestsFrom} from "../requests.ts";
import type {Installation} from "./installation.ts";

/** What the API shows, ms back from now. */
const shown = 7 * day;

/** A request as the API shows it: result and time are null while it waits. Times are UTC, `2024-07-09 00:01:00`. */
export interface ApiRequest {
  num: number;
  file_name: string;
  request_time: string;
  request_user: string;
  prediction_model: string;
  prediction_result: string | null;
  prediction_time: string | null;
}

/**
 * A service that is asked to classify files: `GET /requests` answers with the requests of the last seven days as JSON.
 *
 * @throws Error when the port is taken
 */
export async function requestsApi(
  port: number,
  anchor: number,
  {now = Date.now} = {}
): Promise<Installation & {port: number}> {
  const requests = recentRequests(anchor);
  // The first answer takes a third of a second: nobody should wait for it.
  requests(now());
  const server = createServer((request, response) => {
    const known = request.method === "GET" && request.url?.split("?")[0] === "/requests";
    const body = JSON.stringify(known ? requests(now()) : {error: `not found: ${request.url} (ask for /requests)`});
    response.writeHead(known ? 200 : 404, {"content-type": "application/json"}).end(body);
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    const why = code === "EADDRINUSE" ? "another program has it: stop it, or set WEIR_DEMO_PORT" : message;
    throw new Error(`cannot listen on port: ${port} (${why})`, {cause: error});
  }
  return {
    port: (server.address() as AddressInfo).port,
    tick: () => {},
    stop: () => {
      server.closeAllConnections();
      server.close();
    }
  };
}

/** The API's answer at a time; time goes forwards. */
function recentRequests(anchor: number): (now: number) => ApiRequest[] {
  const future = requestsFrom(anchor);
  let known: DemoRequest[] = [];
  let ahead = future.next().value as DemoRequest;
  return (now) => {
    for (; ahead.requestedAt <= now; ahead = future.next().value as DemoRequest)
      if (ahead.requestedAt > now - shown) known.push(ahead);
    known = known.filter(({requestedAt}) => requestedAt > now - shown);
    return known.map((request) => asShown(request, now));
  };
}

function asShown(request: DemoRequest, now: number): ApiRequest {
  const done = request.processedAt !== null && request.processedAt <= now;
  return {
    num: request.num,
    file_name: request.fileName,
    request_time: sqlTime(request.requestedAt),
    request_user: request.requester,
    prediction_model: request.model,
    prediction_result: done ? request.result : null,
    prediction_time: done ? sqlTime(request.processedAt!) : null
  };
}
