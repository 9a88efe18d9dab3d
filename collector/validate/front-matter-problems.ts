import {readFileSync} from "node:fs";
import {join} from "node:path";
import {checkFrontMatter} from "./check-front-matter.ts";
import {mistakeLine} from "./mistake.ts";
import {readPage} from "./read-page.ts";
import {SiteFiles} from "./site-files.ts";

/** Front matter that cannot be read, which Framework would publish as text; each with its place. */
export function frontMatterProblems(root: string): string[] {
  const folder = join(root, "src");
  return new SiteFiles(folder).pages.flatMap((path) => {
    const page = readPage(`src/${path}`, `/${path}`, readFileSync(join(folder, path), "utf8"));
    const {mistakes} = checkFrontMatter(page);
    return mistakes.filter(({message}) => /^front matter /.test(message)).map(mistakeLine);
  });
}
