import {parseInfo} from "@observablehq/framework/dist/info.js";
import {parsePlaceholder} from "@observablehq/framework/dist/placeholder.js";
import MarkdownIt, {type Token} from "markdown-it";
import {type Extract, SourceText, within} from "./source-text.ts";
import {splitFrontMatter} from "./split-front-matter.ts";

/** A part of a page that runs: a fence, or what stands in `${…}`. */
export interface Cell {
  /** `js`, `sql`, `html` …; an inline expression is `js`. */
  language: string;
  inline: boolean;
  attributes: Record<string, string>;
  code: Extract;
}

/** An address that a page names. */
export interface Link {
  kind: "link" | "image";
  href: string;
  /** In the file. */
  offset: number;
}

export interface Page {
  source: SourceText;
  /** Address below the site's root, as in `/sensors`. */
  path: string;
  frontMatter: Extract | null;
  cells: Cell[];
  links: Link[];
}

/** Reads a page as Framework does: which parts of it run, and where it leads. */
export function readPage(file: string, path: string, text: string): Page {
  const source = new SourceText(file, text);
  const {frontMatter, body} = splitFrontMatter(source);
  const first = source.lines.length - body.split("\n").length;
  const page: Page = {source, path, frontMatter, cells: [], links: []};
  for (const token of parser.parse(body, {})) readToken(token, page, first);
  return page;
}

const parser = markdown();

/** Markdown with `${…}`, of which each knows where it stands in its text. */
function markdown(): MarkdownIt {
  const parser = new MarkdownIt({html: true, linkify: true});
  parser.linkify.set({fuzzyLink: false, fuzzyEmail: false});
  parser.inline.ruler.push("placeholder", (state, silent) => {
    if (silent || !state.src.startsWith("${", state.pos)) return false;
    const [part] = parsePlaceholder(state.src, state.pos, state.posMax);
    if (part?.type !== "placeholder") return false;
    const token = state.push("placeholder", "", 0);
    token.content = part.content;
    token.meta = part.pos - 1 - part.content.length;
    state.pos = part.pos;
    return true;
  });
  return parser;
}

function readToken(token: Token, page: Page, first: number): void {
  if (!token.map) return;
  const line = first + token.map[0];
  if (token.type === "fence") {
    const {tag, attributes} = parseInfo(token.info);
    const code = page.source.extract(token.content, line + 1);
    if (attributes.run?.toLowerCase() !== "false") page.cells.push({language: tag, inline: false, attributes, code});
  } else if (token.type === "html_block") readHtml(page.source.extract(token.content, line), page);
  else if (token.type === "inline") readInline(token, page.source.extract(token.content, line), page);
}

function readHtml(block: Extract, page: Page): void {
  for (const {type, content, pos} of parsePlaceholder(block.text)) {
    if (type === "placeholder") page.cells.push(inlineCell(within(block, pos - 1 - content.length, content)));
    else page.links.push(...linksOf(within(block, pos - content.length, content)));
  }
}

function readInline({children}: Token, text: Extract, page: Page): void {
  let from = 0;
  for (const child of children ?? []) {
    if (child.type === "placeholder") page.cells.push(inlineCell(within(text, child.meta, child.content)));
    const href = child.attrGet(child.type === "image" ? "src" : "href");
    const raw = child.type === "html_inline" ? child.content : href && decoded(href);
    if (!raw) continue;
    const at = text.text.indexOf(raw, from);
    if (at >= 0) from = at + raw.length;
    if (child.type === "html_inline") page.links.push(...linksOf(within(text, Math.max(0, at), raw)));
    else
      page.links.push({
        kind: child.type === "image" ? "image" : "link",
        href: raw,
        offset: text.offset(Math.max(0, at))
      });
  }
}

const inlineCell = (code: Extract): Cell => ({language: "js", inline: true, attributes: {}, code});

function decoded(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

const address = /<(a|img|source|audio|video|link)\b[^<>]*?\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** The addresses that stand literally in a piece of HTML. */
export function linksOf({text, offset}: Extract): Link[] {
  return [...text.matchAll(address)].map((match) => {
    const href = match[2] ?? match[3] ?? match[4] ?? "";
    const quoted = match[4] === undefined ? 1 : 0;
    return {
      kind: match[1]!.toLowerCase() === "a" ? "link" : "image",
      href,
      offset: offset(match.index + match[0].length - href.length - quoted)
    };
  });
}
