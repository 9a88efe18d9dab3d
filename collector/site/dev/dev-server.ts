import {createHash} from "node:crypto";
import {stat} from "node:fs/promises";
import {join} from "node:path";
import fastify, {type FastifyReply, type FastifyRequest} from "fastify";
import {type ApiOptions, apiRoutes} from "../../serve/api-routes.ts";
import {sendFile} from "../../serve/send-file.ts";
import type {DevLoaders} from "./dev-loaders.ts";
import {forward, forwardSocket} from "./forward.ts";
import {overlayScript} from "./overlay.ts";
import type {PreviewCache} from "./preview-cache.ts";
import type {Problems} from "./problems.ts";

export interface DevServerOptions extends ApiOptions {
  host: string;
  /** The first free one from 3000 on when left out. */
  port?: number;
  /** Where Framework's preview listens. */
  previewPort: number;
  /** Waits until it answers. */
  previewReady: () => Promise<unknown>;
  /** Hears of every page that a browser opens, by its source file. */
  opened: (page: string) => void;
  /** What it need not answer twice. */
  cache: PreviewCache;
  loaders: DevLoaders;
  problems: Problems;
}

export interface DevServer {
  url: string;
  /** Source files of the pages that are open in a browser. */
  openPages(): Set<string>;
  /** Tells every open page that something has changed. */
  tell(event: "changed" | "styles"): void;
  close(): Promise<void>;
}

interface Stream {
  page: string;
  send(event: string, data: string): void;
  end(): void;
}

/** What editors open: the preview's pages with an overlay, the APIs, and loaders' output made on demand. */
export async function devServer({
  host,
  port,
  previewPort,
  previewReady,
  opened,
  cache,
  loaders,
  problems,
  ...api
}: DevServerOptions): Promise<DevServer> {
  const app = fastify({forceCloseConnections: true});
  const streams = new Set<Stream>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  apiRoutes(app, api);

  app.get("/_weir/overlay.js", (_, reply) => reply.type("text/javascript").send(overlayScript));
  app.get(
    "/_weir/events",
    {exposeHeadRoute: false},
    (request: FastifyRequest<{Querystring: {page?: string}}>, reply) => {
      const page = pageFile(request.query.page ?? "/");
      reply.hijack();
      reply.raw.writeHead(200, {"content-type": "text/event-stream", "cache-control": "no-store"});
      const send = (event: string, data: string) => void reply.raw.write(`event: ${event}\ndata: ${data}\n\n`);
      const sendProblems = () =>
        send("problems", JSON.stringify(problems.of((source) => !isPage(source) || source === page)));
      const stream: Stream = {page, send, end: () => reply.raw.end()};
      const unlisten = problems.listen(sendProblems);
      streams.add(stream);
      reply.raw.once("close", () => {
        unlisten();
        streams.delete(stream);
      });
      sendProblems();
      opened(page);
    }
  );
  app.get("/_file/*", async (request: FastifyRequest<{Params: {"*": string}}>, reply) => {
    const path = request.params["*"];
    try {
      if (!(await loaders.make(path))) return pass(request, reply);
    } catch (error) {
      return reply
        .code(500)
        .header("cache-control", "no-store")
        .send((error as Error).message);
    }
    const site = loaders.options.folder;
    return sendFile(request, reply, {site, path, file: await fileAt(join(site, path))});
  });
  app.all("/*", pass);
  app.server.on("upgrade", (request, socket, head) => forwardSocket(request, socket, head, previewPort));

  const url = await listen();
  return {
    url,
    openPages: () => new Set([...streams].map(({page}) => page)),
    tell(event) {
      for (const {send} of streams) send(event, "");
    },
    async close() {
      for (const {end} of streams) end();
      await app.close();
    }
  };

  async function pass(request: FastifyRequest, reply: FastifyReply) {
    reply.hijack();
    await previewReady();
    forward(request.raw, reply.raw, previewPort, cache);
  }

  async function listen(): Promise<string> {
    for (let attempt = port ?? 3000; ; attempt++) {
      try {
        return await app.listen({host, port: attempt});
      } catch (cause) {
        const {code} = cause as NodeJS.ErrnoException;
        if (code === "EADDRINUSE" && port === undefined && attempt < 3100) continue;
        if (code === "EADDRINUSE")
          throw new Error(`port in use: ${attempt} (choose another: PORT=${attempt + 1})`, {cause});
        throw cause;
      }
    }
  }
}

/** As a snapshot lists its files, but told apart by when it was made. */
async function fileAt(path: string): Promise<{bytes: number; sha256: string}> {
  const {size, mtimeMs} = await stat(path);
  return {bytes: size, sha256: createHash("sha256").update(`${size} ${mtimeMs}`).digest("hex")};
}

const isPage = (source: string): boolean => source.endsWith(".md");

/** The Markdown file of a page's address. */
function pageFile(address: string): string {
  const path = decodeURIComponent(address).replace(/\.html$/, "");
  return join("src", `${path.endsWith("/") ? `${path}index` : path}.md`);
}
