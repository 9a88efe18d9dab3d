import type {FileHandle} from "node:fs/promises";

/** Whether a file of a size ends within a line, as a process that was killed leaves it. */
export async function endsInLine(handle: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}
