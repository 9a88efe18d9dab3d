import {type IncomingMessage, request, type ServerResponse} from "node:http";
import {connect, type Socket} from "node:net";
import type {Duplex} from "node:stream";
import {buffer, text} from "node:stream/consumers";
import type {Answer, PreviewCache} from "./preview-cache.ts";

const script = '<script type="module" src="/_weir/overlay.js"></script>';

/** Answers with what the preview answers, or has answered; its pages get the overlay. */
export function forward(asked: IncomingMessage, answer: ServerResponse, port: number, cache: PreviewCache): void {
  const url = asked.url ?? "/";
  const kept = asked.method === "GET" ? cache.get(url) : undefined;
  if (kept) {
    again(asked, answer, kept);
    return;
  }
  const {"if-none-match": known, "accept-encoding": _, ...headers} = asked.headers;
  const isFile = url.startsWith("/_");
  const keeps = asked.method === "GET" && cache.takes(url);
  const options = {
    port,
    host: "127.0.0.1",
    method: asked.method,
    path: url,
    headers: {...headers, ...(isFile && !keeps && known && {"if-none-match": known})}
  };
  const forwarded = request(options, (response) => {
    const {statusCode = 502} = response;
    const type = response.headers["content-type"] ?? "";
    if (type.startsWith("text/html")) void page(response, answer);
    else if (statusCode >= 500 && asked.headers.accept?.includes("text/html")) void failed(response, answer);
    else if (keeps && statusCode === 200) void keep(response);
    else {
      answer.writeHead(statusCode, response.headers);
      response.pipe(answer);
    }
  });
  forwarded.on("error", () => waiting(answer));
  asked.pipe(forwarded);

  async function keep(response: IncomingMessage): Promise<void> {
    const {headers} = response;
    const made = {headers, body: await buffer(response)};
    cache.keep(url, made);
    again(asked, answer, made);
  }
}

function again(asked: IncomingMessage, answer: ServerResponse, {headers, body}: Answer): void {
  const {"transfer-encoding": _, connection: __, ...lasting} = headers;
  const same = headers.etag !== undefined && asked.headers["if-none-match"] === headers.etag;
  answer.writeHead(same ? 304 : 200, {...lasting, "cache-control": "no-cache"}).end(same ? undefined : body);
}

async function page(response: IncomingMessage, answer: ServerResponse): Promise<void> {
  const html = (await text(response)).replace("<head>", () => `<head>\n${script}`);
  const {"content-length": _, etag: __, ...headers} = response.headers;
  answer.writeHead(response.statusCode ?? 200, headers).end(html);
}

/** A page that cannot be made says why, and is asked for again when something changes. */
async function failed(response: IncomingMessage, answer: ServerResponse): Promise<void> {
  plainPage(answer, response.statusCode ?? 500, await text(response));
}

/** While there is no preview. */
function waiting(answer: ServerResponse): void {
  if (!answer.headersSent) plainPage(answer, 503, "The preview has stopped. It starts again when something is saved.");
}

function plainPage(answer: ServerResponse, status: number, message: string): void {
  const shown = message.replace(/[&<]/g, (character) => (character === "&" ? "&amp;" : "&lt;"));
  answer.writeHead(status, {"content-type": "text/html; charset=utf-8", "cache-control": "no-store"});
  answer.end(`<!doctype html><head>${script}<meta name="weir-waits"><title>Weir</title></head><pre>${shown}</pre>\n`);
}

/** Joins a browser's socket with one to the preview. */
export function forwardSocket(asked: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const upstream: Socket = connect(port, "127.0.0.1", () => {
    const headers = asked.rawHeaders.flatMap((name, i, all) => (i % 2 ? [] : [`${name}: ${all[i + 1]}`]));
    upstream.write(`${[`${asked.method} ${asked.url} HTTP/1.1`, ...headers].join("\r\n")}\r\n\r\n`);
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  upstream.on("error", () => socket.destroy());
  socket.on("error", () => upstream.destroy());
  socket.on("close", () => upstream.destroy());
}
