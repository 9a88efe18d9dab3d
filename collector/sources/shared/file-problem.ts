const words: Record<string, string> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "not a folder",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied"
};

/** Why a file or folder cannot be read, in words. */
export function fileProblem(error: unknown): string {
  const {code, message} = error as NodeJS.ErrnoException;
  return words[code ?? ""] ?? message;
}
