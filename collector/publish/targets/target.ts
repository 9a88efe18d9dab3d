import type {SiteFile} from "./site-files.ts";

/** A file as a target has it. `version` is another one when its content may be. */
export interface RemoteFile {
  bytes: number;
  version: string;
}

/** A file that Weir has put into a target and read back. `tag` stands for its content. */
export interface PutFile extends RemoteFile {
  tag: string;
}

/** What Weir knows of a target's files: nothing else there is ever touched. */
export interface TargetRecord {
  files: Record<string, PutFile>;
  /** Since when files are no longer part of the snapshot that is there, ms. */
  gone: Record<string, number>;
}

export interface DeliverOptions {
  record: TargetRecord;
  graceMs: number;
  now: number;
  signal: AbortSignal;
}

/** What was done to bring a snapshot to a target. */
export interface Delivered {
  uploaded: number;
  uploadedBytes: number;
  removed: number;
}

/** A place that gets the files of a site. Updates the record as it goes, so that a failed delivery is continued. */
export interface Target {
  /** Whether compressed variants lie beside files, for servers that send those. */
  variants: boolean;
  /** Whether pages are stored under their address, without `.html`, too. */
  addresses: boolean;
  deliver(files: readonly SiteFile[], options: DeliverOptions): Promise<Delivered>;
}
