import type MarkdownIt from "npm:markdown-it";

/** Markdown of anyone, made harmless. */
export interface SafeMarkdown {
  /** As HTML that is safe to put into a page. */
  html(text: string): string;
  /** As Markdown that Framework builds into the same and never runs. */
  page(text: string): string;
}

/** Markdown in which HTML is text, and links lead to pages and nowhere else. */
export function safeMarkdown(Markdown: typeof MarkdownIt): SafeMarkdown {
  const markdown = new Markdown({html: false, linkify: true});
  markdown.linkify.set({fuzzyLink: false, fuzzyEmail: false});
  markdown.validateLink = isPage;
  markdown.disable("image");
  return {html: (text) => markdown.render(text), page: (text) => pageMarkdown(text, markdown)};
}

const isPage = (url: string): boolean =>
  /^(https?:\/\/|[^:]*$|[^:]*[/?#])/i.test(url.trim()) && !/^\/\//.test(url.trim());
/** A block in which Framework would see HTML, `${code}` or code to run is written as the HTML that it stands for. */
function pageMarkdown(text: string, markdown: MarkdownIt): string {
  const lines = text.split("\n");
  const blocks: string[] = [];
  let done = 0;
  const keep = (end: number) => {
    const source = lines.slice(done, end).filter((line) => !isLive(line));
    if (source.some((line) => line.trim())) blocks.push(source.join("\n"));
    done = Math.max(done, end);
  };
  const tokens = markdown.parse(text, {});
  for (const [i, {level, nesting, map, type, info}] of tokens.entries()) {
    if (level !== 0 || nesting < 0 || !map) continue;
    keep(map[0]);
    const end = nesting === 0 ? i : tokens.findIndex((token, j) => j > i && token.level === 0 && token.nesting === -1);
    const source = lines.slice(map[0], map[1]).join("\n");
    if (isLive(source) || (type === "fence" && info.trim()) || tokens.slice(i, end).some(({type}) => type === "fence"))
      blocks.push(inertHtml(markdown.renderer.render(tokens.slice(i, end + 1), markdown.options, {})));
    else blocks.push(source);
    done = map[1];
  }
  keep(lines.length);
  return blocks.map((block) => block.replace(/^\n+|\s+$/g, "")).join("\n\n");
}

const isLive = (source: string): boolean => /<|\$\{|!\[/.test(source);

/** On one line, so that no part of it is Markdown again. */
const inertHtml = (html: string): string => html.trim().replaceAll("$", "&#36;").replaceAll("\n", "&#10;");
