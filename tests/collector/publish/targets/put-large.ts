import {hashFile} from "../../../../collector/publish/hash-files.ts";
import {S3Bucket} from "../../../../collector/publish/targets/s3-bucket.ts";

/** Puts a file into a bucket, reads it back, and prints the most memory that this process took before and after, bytes. */
const [endpoint, source] = process.argv.slice(2) as [string, string];
const bucket = new S3Bucket({
  endpoint,
  bucket: "b",
  region: "us-east-1",
  credentials: {accessKeyId: "id", secretAccessKey: "secret"},
  signal: new AbortController().signal
});
const most = () => process.resourceUsage().maxRSS * 1024;
const before = most();
const content = {source, ...(await hashFile(source))};
await bucket.put("large", content);
if ((await bucket.hash("large")) !== content.sha256) throw new Error("read back otherwise than written");
process.stdout.write(JSON.stringify({before, after: most()}));
