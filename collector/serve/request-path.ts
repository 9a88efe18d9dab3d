/**
 * Path that a request asks for, decoded and without the leading slash. Undefined for one that no file of a site can
 * have: encoded or plain dots, empty segments, encoded slashes, backslashes, control characters, broken escapes.
 */
export function requestPath(url: string): string | undefined {
  const raw = url.split(/[?#]/, 1)[0]!;
  if (!raw.startsWith("/")) return undefined;
  const segments = decoded(raw.slice(1).split("/"));
  return segments?.every(isPlain) ? segments.join("/") : undefined;
}

function decoded(segments: string[]): string[] | undefined {
  try {
    return segments.map((segment) => decodeURIComponent(segment));
  } catch {
    return undefined;
  }
}

function isPlain(segment: string, index: number, {length}: string[]): boolean {
  if (segment === "") return index === length - 1;
  return segment !== "." && segment !== ".." && !/[\p{Cc}/\\]/u.test(segment);
}
