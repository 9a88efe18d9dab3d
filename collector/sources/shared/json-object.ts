/** An object, and one of its keys. */
export type Field = [holder: Record<string, unknown>, key: string];

/** The object that a text is as JSON. Throws when it is none. */
export function parseObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error("not JSON", {cause});
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not a JSON object");
  return value;
}

/**
 * Where a field stands: a key, or keys one inside the other, as in `request.uri`. A key that itself contains dots goes
 * first. null where there is none.
 */
export function fieldAt(object: object, path: string): Field | null {
  if (Object.hasOwn(object, path)) return [object as Record<string, unknown>, path];
  const dot = path.indexOf(".");
  if (dot < 0) return null;
  const key = path.slice(0, dot);
  const inner = Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : null;
  return typeof inner === "object" && inner !== null ? fieldAt(inner, path.slice(dot + 1)) : null;
}
