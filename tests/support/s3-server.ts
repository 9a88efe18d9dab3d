import {createRequire} from "node:module";
import {type AfterTest, afterTest} from "./after-test.ts";
import {temporaryFolder} from "./temporary-folder.ts";

export interface S3Server {
  endpoint: string;
  bucket: string;
  /** Credentials that it takes; it asks for them, and checks no signature of version 4. */
  accessKeyId: string;
  secretAccessKey: string;
}

interface S3rver {
  run(): Promise<{port: number}>;
  close(): Promise<void>;
}

type S3rverClass = new (options: Record<string, unknown>) => S3rver;

/** Whether the package is there. */
export function findS3Server(): boolean {
  try {
    createRequire(import.meta.url).resolve("s3rver");
    return true;
  } catch {
    return false;
  }
}

/** An S3-compatible server with an empty bucket, until the test ends: s3rver, which has its objects in files. */
export async function startS3Server(t: AfterTest): Promise<S3Server> {
  const name = "s3rver"; // it has no types
  const {default: S3rver}: {default: S3rverClass} = await import(name);
  const bucket = "weir-site";
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: temporaryFolder(t),
    configureBuckets: [{name: bucket, configs: []}]
  });
  const {port} = await server.run();
  afterTest(t, () => server.close());
  return {endpoint: `http://127.0.0.1:${port}`, bucket, accessKeyId: "S3RVER", secretAccessKey: "S3RVER"};
}
