let asked: Promise<string> | undefined;

/** The id of the snapshot this page belongs to; "preview" where it belongs to none. */
export function snapshotId(): Promise<string> {
  asked ??= Promise.resolve(markedId() ?? read(new URL("../../snapshot.json", import.meta.url)));
  return asked;
}

/** The id that publishing wrote into the page; undefined in pages that were not published. */
export function markedId(): string | undefined {
  return globalThis.document?.querySelector<HTMLMetaElement>('meta[name="weir-snapshot"]')?.content;
}

async function read(url: URL): Promise<string> {
  const response = await fetch(url).catch(() => null);
  const known: unknown = response?.ok ? await response.json().catch(() => null) : null;
  const id = (known as {id?: unknown} | null)?.id;
  return typeof id === "string" ? id : "preview";
}
