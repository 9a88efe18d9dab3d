import {lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync} from "node:fs";
import {basename, dirname, join, relative} from "node:path";
import type {Call} from "./record-calls.ts";

interface FileNode {
  kind: "file";
  /** How many of the calls had been done when it was last written, and when a sync of it last began; -1 for never. */
  writtenAt: number;
  syncedAt: number;
  /** The call that made it; -1 for one that was there before. */
  madeBy: number;
  /** Where one that was there before can be read. */
  source?: string;
}

interface LinkNode {
  kind: "link";
  target: string;
}

interface FolderNode {
  kind: "folder";
  live: Map<string, Node>;
  /** As it is on the platter. */
  durable: Map<string, Node>;
  /** Changes of names since then; null takes a name away. */
  pending: {at: number; name: string; node: Node | null}[];
}

type Node = FileNode | LinkNode | FolderNode;

const newFolder = (): FolderNode => ({kind: "folder", live: new Map(), durable: new Map(), pending: []});

/**
 * A folder on a disk that keeps only what a real one promises: bytes after a sync of their file, names after a sync of
 * their folder. What a recorded process did to it can be played up to any call, and then power be cut: of what was not
 * synced, each change of a name takes effect or not, and each file is whole, empty, torn or zeros. A symbolic link has
 * its target whenever it has its name.
 */
export class UnsafeTree {
  readonly #root: FolderNode;
  #done = 0;

  /**
   * `copy` is the folder as it was before the calls, all of it durable; `contents` tells where the last content of a file
   * lies that a call made, and is known from `contentsAfter`.
   */
  constructor(
    private readonly folder: string,
    copy: string,
    private readonly contents: ReadonlyMap<number, string> = new Map()
  ) {
    this.#root = durableCopy(copy, new Map());
  }

  play(call: Call): void {
    const at = this.#done++;
    if (call.call === "sync") this.#sync(call);
    else if (call.call === "write") this.#write(call.path, at);
    else if (call.call === "create" && this.#find(call.path)) this.#write(call.path, at);
    else if (call.call === "create")
      this.#change(call.path, {kind: "file", madeBy: at, writtenAt: at, syncedAt: -1}, at);
    else if (call.call === "mkdir") this.#change(call.path, newFolder(), at);
    else if (call.call === "symlink") this.#change(call.path, {kind: "link", target: call.target}, at);
    else if (call.call === "remove") this.#change(call.path, null, at);
    else {
      const node = this.#find(call.from)!;
      if (call.call === "rename") this.#change(call.from, null, at);
      this.#change(call.to, node, at);
    }
  }

  /** After the last call: where the content of each file lies. Throws where the real folder is another. */
  contentsAfter(): Map<number, string> {
    const contents = new Map<number, string>();
    compare(this.#root, this.folder, contents);
    return contents;
  }

  /** What a power cut leaves now, written into an empty folder. */
  cut(into: string, random: () => number): void {
    const read = ({madeBy, source = this.contents.get(madeBy)}: FileNode) =>
      source === undefined ? Buffer.from("gone later") : readFileSync(source);
    write(this.#root, into, {random, read});
  }

  #sync({path, begunAt}: {path: string; begunAt: number}): void {
    const node = this.#find(path);
    if (node?.kind === "file") node.syncedAt = Math.max(node.syncedAt, begunAt);
    if (node?.kind !== "folder") return;
    for (const {name, node: child} of node.pending.filter(({at}) => at < begunAt)) applyTo(node.durable, name, child);
    node.pending = node.pending.filter(({at}) => at >= begunAt);
  }

  #write(path: string, at: number): void {
    const node = this.#find(path);
    if (node?.kind === "file") node.writtenAt = at;
  }

  #change(path: string, node: Node | null, at: number): void {
    const folder = this.#find(dirname(path));
    if (folder?.kind !== "folder") throw new Error(`not a folder that is known: ${dirname(path)}`);
    const name = basename(path);
    folder.pending.push({at, name, node});
    applyTo(folder.live, name, node);
  }

  #find(path: string): Node | undefined {
    const parts = relative(this.folder, path).split("/").filter(Boolean);
    return parts.reduce<Node | undefined>(
      (node, part) => (node?.kind === "folder" ? node.live.get(part) : undefined),
      this.#root
    );
  }
}

function applyTo(names: Map<string, Node>, name: string, node: Node | null): void {
  if (node) names.set(name, node);
  else names.delete(name);
}

function durableCopy(path: string, byInode: Map<number, FileNode>): FolderNode {
  const folder = newFolder();
  for (const name of readdirSync(path)) {
    const child = nodeOf(join(path, name), byInode);
    folder.live.set(name, child);
    folder.durable.set(name, child);
  }
  return folder;
}

function nodeOf(path: string, byInode: Map<number, FileNode>): Node {
  const stats = lstatSync(path);
  if (stats.isDirectory()) return durableCopy(path, byInode);
  if (stats.isSymbolicLink()) return {kind: "link", target: readlinkSync(path)};
  const known = byInode.get(stats.ino) ?? {kind: "file" as const, madeBy: -1, writtenAt: -1, syncedAt: 0, source: path};
  byInode.set(stats.ino, known);
  return known;
}

function compare(folder: FolderNode, real: string, contents: Map<number, string>): void {
  const names = readdirSync(real).sort().join();
  const known = [...folder.live.keys()].sort().join();
  if (names !== known) throw new Error(`the recorded calls do not lead to what is there: ${real} (${known}; ${names})`);
  for (const [name, node] of folder.live) {
    const path = join(real, name);
    if (node.kind === "folder") compare(node, path, contents);
    else if (node.kind === "file") contents.set(node.madeBy, path);
    else if (readlinkSync(path) !== node.target) throw new Error(`another link than recorded: ${path}`);
  }
}

interface Effects {
  random: () => number;
  read: (file: FileNode) => Buffer;
}

function write(folder: FolderNode, path: string, effects: Effects): void {
  mkdirSync(path, {recursive: true});
  const names = new Map(folder.durable);
  for (const {name, node} of folder.pending) if (effects.random() < 0.5) applyTo(names, name, node);
  for (const [name, node] of names) {
    const target = join(path, name);
    if (node.kind === "folder") write(node, target, effects);
    else if (node.kind === "link") symlinkSync(node.target, target);
    else if (node.writtenAt < node.syncedAt) writeFileSync(target, effects.read(node));
    else writeFileSync(target, damaged(effects.read(node), effects.random));
  }
}

function damaged(bytes: Buffer, random: () => number): Buffer {
  const ways = [
    bytes,
    Buffer.alloc(0),
    bytes.subarray(0, Math.floor(random() * bytes.length)),
    Buffer.alloc(bytes.length)
  ];
  return ways[Math.floor(random() * ways.length)]!;
}
