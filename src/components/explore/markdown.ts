import MarkdownIt from "npm:markdown-it";

/** Markdown in which HTML is text, and links lead to pages and nowhere else. */
const markdown = new MarkdownIt({html: false, linkify: true});
markdown.linkify.set({fuzzyLink: false, fuzzyEmail: false});
markdown.validateLink = (url) => /^(https?:\/\/|[^:]*$|[^:]*[/?#])/i.test(url.trim()) && !/^\/\//.test(url.trim());
markdown.disable("image");

/** Markdown of anyone as HTML that is safe to put into a page. */
export const markdownHtml = (text: string): string => markdown.render(text);

/**
 * Markdown of anyone as Markdown that Framework builds into the same and never runs: a block in which it would see HTML,
 * `${code}` or code to run is written as the HTML that it stands for.
 */
export function pageMarkdown(text: string): string {
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

const isLive = (source: string): boolean => source.includes("<") || source.includes("${");

/** On one line, so that no part of it is Markdown again. */
const inertHtml = (html: string): string => html.trim().replaceAll("$", "&#36;").replaceAll("\n", "&#10;");
