import {type Extract, type SourceText, within} from "./source-text.ts";

/** A page's front matter, as Framework finds it, and the Markdown behind it. */
export function splitFrontMatter({text}: SourceText): {frontMatter: Extract | null; body: string} {
  const open = /^---(?!-)[^\S\n]*\w*[^\S\n]*\r?\n?/.exec(text);
  if (!open) return {frontMatter: null, body: text};
  const start = open[0].length;
  const close = text.indexOf("\n---", start - 1);
  const whole: Extract = {text, offset: (index) => index};
  const frontMatter = within(whole, start, text.slice(start, close < 0 ? undefined : Math.max(start, close)));
  return {frontMatter, body: close < 0 ? "" : text.slice(close + 4).replace(/^\r?\n/, "")};
}
