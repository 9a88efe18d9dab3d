import {createServer, type Server, type ServerOptions} from "../../collector/serve.ts";
import {type AfterTest, afterTest} from "./after-test.ts";
import {publishFiles, type SiteFiles} from "./publish-files.ts";
import {temporaryFolder} from "./temporary-folder.ts";

export interface ServedFiles extends Server {
  data: string;
  /** Id of the snapshot that holds them; undefined when there is none. */
  id: string | undefined;
  get(path: string, init?: RequestInit): Promise<Response>;
}

/** Serves these files as a published snapshot, or no snapshot at all, until the test ends. */
export async function serveFiles(
  t: AfterTest,
  files?: SiteFiles,
  options: Partial<ServerOptions> = {}
): Promise<ServedFiles> {
  const data = temporaryFolder(t);
  const snapshot = files && (await publishFiles(files, {data, now: Date.UTC(2026, 10, 21, 12)}));
  const server = await createServer({data, host: "127.0.0.1", port: 0, ...options});
  afterTest(t, () => server.close());
  const get = (path: string, init?: RequestInit) => fetch(server.url + path, {redirect: "manual", ...init});
  return {...server, data, id: snapshot?.id, get};
}
