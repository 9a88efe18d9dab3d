import {readFileSync, realpathSync} from "node:fs";
import {dirname, join} from "node:path";
import {type Finding, findings, type Subject} from "./finding.ts";

const {ok, fail} = findings("versions");

/** Of Weir, Node and DuckDB; a DuckDB that does not load is a failure. */
export async function checkVersions(
  _: Subject,
  {node = process.versions.node, weir = ownFolder()} = {}
): Promise<Finding[]> {
  const {version, engines} = JSON.parse(readFileSync(join(weir, "package.json"), "utf8"));
  const least = Number(/\d+/.exec(engines?.node ?? "")?.[0] ?? 0);
  if (Number.parseInt(node, 10) < least) return [fail(`Node ${node} is too old`, `install Node ${least} or later`)];
  try {
    const {connectDuckDB} = await import("../duckdb.ts");
    const connection = await connectDuckDB();
    const [[duckdb]] = (await connection.runAndReadAll("SELECT version()")).getRowsJS() as [[string]];
    connection.closeSync();
    return [ok(`Weir ${version}, Node ${node}, DuckDB ${duckdb.replace(/^v/, "")}`)];
  } catch (error) {
    return [fail(`DuckDB does not load: ${(error as Error).message.split("\n")[0]}`, "npm ci, on this machine")];
  }
}

/** The checkout or package that the running `weir` stands in. */
const ownFolder = () => join(dirname(realpathSync(process.argv[1]!)), "..");
