import type {SnapshotFile} from "../snapshots.ts";

export interface Coding {
  name: "br" | "gzip";
  suffix: ".br" | ".gz";
  bytes: number;
}

/** The smallest variant of a file that the client accepts; undefined means the plain file. */
export function contentCoding(accept: string | undefined, {br, gzip}: SnapshotFile): Coding | undefined {
  if (br !== undefined && accepts(accept, "br")) return {name: "br", suffix: ".br", bytes: br};
  if (gzip !== undefined && accepts(accept, "gzip")) return {name: "gzip", suffix: ".gz", bytes: gzip};
  return undefined;
}

function accepts(accept = "", name: string): boolean {
  return accept.split(",").some((item) => {
    const [coding, ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return coding === name && !refused;
  });
}
