let asked: Promise<string> | undefined;

/** The id of the snapshot this page belongs to; "preview" where it belongs to none. */
export function snapshotId(): Promise<string> {
  asked ??= read(new URL("../../snapshot.json", import.meta.url));
  return asked;
}

async function read(url: URL): Promise<string> {
  const response = await fetch(url).catch(() => null);
  const known: unknown = response?.ok ? await response.json().catch(() => null) : null;
  const id = (known as {id?: unknown} | null)?.id;
  return typeof id === "string" ? id : "preview";
}
