import {createHash} from "node:crypto";

const inlineScript = /<script(?![^>]*\ssrc\s*=)[^>]*>(.*?)<\/script>/gis;

/** Content-policy sources (`'sha256-...'`) of the scripts that stand inside a page. */
export function inlineScripts(html: string): string[] {
  const text = html.replace(/\r\n?/g, "\n");
  const hashes = [...text.matchAll(inlineScript)].map(([, script]) =>
    createHash("sha256").update(script!).digest("base64")
  );
  return [...new Set(hashes)].map((hash) => `'sha256-${hash}'`);
}
