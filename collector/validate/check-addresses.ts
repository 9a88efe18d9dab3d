import {posix} from "node:path";
import type {Node, TaggedTemplateExpression} from "acorn";
import {simple} from "acorn-walk";
import type {Mistake} from "./mistake.ts";
import {didYouMean} from "./nearest.ts";
import {type Link, linksOf, type Page} from "./read-page.ts";
import type {PageCode} from "./read-scripts.ts";
import type {SiteFiles} from "./site-files.ts";
import {literalTexts} from "./template-parts.ts";

/** What Weir's server answers besides pages. */
const served = /^\/(api|snapshots|healthz|metrics|login|logout)(\/|$)/;

/** Files, pages and images that a page names and that do not exist. */
export function checkAddresses(page: Page, code: PageCode, files: SiteFiles): Mistake[] {
  const {source} = page;
  const links = [...page.links, ...code.markup.flatMap(({texts}) => texts.flatMap(linksOf)), ...linksInCode(code)];
  return [...links.flatMap((link) => checkLink(link, page, files)), ...attachments()];

  function attachments(): Mistake[] {
    return code.scripts.flatMap((script) =>
      script.files.flatMap(({node, name}) => {
        const target = resolved(page.path, name);
        if (files.behind(target)) return [];
        const [first] = (node as Node & {arguments: Node[]}).arguments;
        const hint = fileHint(target, files);
        return [source.mistake(script.code.offset(first!.start), `file not found: ${target}`, hint)];
      })
    );
  }
}

/** Addresses in ``html`…` `` of a page's code. */
function linksInCode({scripts}: PageCode): Link[] {
  const links: Link[] = [];
  for (const {body, code} of scripts)
    simple(body, {
      TaggedTemplateExpression({tag, quasi}: TaggedTemplateExpression) {
        const name = tag.type === "MemberExpression" ? tag.object : tag;
        if (name.type === "Identifier" && (name.name === "html" || name.name === "svg"))
          for (const text of literalTexts(code, quasi)) links.push(...linksOf(text));
      }
    });
  return links;
}

function checkLink({href, kind, offset}: Link, {source, path}: Page, files: SiteFiles): Mistake[] {
  if (href === "" || /^([a-z][\w+.-]*:|\/\/|#|\?)/i.test(href)) return [];
  const bare = href.replace(/[?#].*$/s, "");
  const target = resolved(path, bare);
  if (served.test(`/${target}`) || files.behind(target)) return [];
  if (kind === "image") return [source.mistake(offset, `file not found: ${target}`, fileHint(target, files))];
  if (files.hasPage(bare.endsWith("/") ? `/${target}/` : `/${target}`)) return [];
  const hint = didYouMean(`/${target}`, files.addresses()) ?? `weir new page ${target} makes it`;
  return [source.mistake(offset, `page not found: ${href}`, hint)];
}

/** A path relative to the site's folder. */
export function resolved(page: string, name: string): string {
  const path = name.startsWith("/") ? name : posix.join(posix.dirname(page), name);
  return posix.normalize(path).replace(/^\/+/, "").replace(/\/$/, "");
}

function fileHint(target: string, files: SiteFiles): string {
  const targets = [...files.paths].filter((path) => !path.endsWith(".md")).map((path) => path.replace(/\.[jt]s$/, ""));
  return didYouMean(target, targets) ?? `add the file src/${target}, or a loader src/${target}.ts that prints it`;
}
