import {cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {publish} from "../../collector/publish.ts";
import {createServer} from "../../collector/serve.ts";
import {type AfterTest, afterTest} from "./after-test.ts";
import {hangs, launchBrowser} from "./chromium.ts";
import {root as checkout} from "./root.ts";
import {sitePages} from "./site-pages.ts";
import {temporaryFolder} from "./temporary-folder.ts";

/** Publishes a copy of this project's site with the given page; the site's own are there, and empty. */
export async function siteWithPage(
  t: AfterTest,
  {data, name, markdown}: {data: string; name: string; markdown: string}
): Promise<{open(path: string): Promise<{page: Page; complaints: string[]}>}> {
  const root = temporaryFolder(t);
  const source = join(checkout, "src");
  const left = [join(source, ".observablehq"), join(source, "data")];
  cpSync(source, join(root, "src"), {recursive: true, filter: (path) => !left.includes(path) && !path.endsWith(".md")});
  for (const path of ["package.json", "tsconfig.json", "weir.config.ts", "observablehq.config.ts"])
    cpSync(join(checkout, path), join(root, path));
  for (const path of ["node_modules", "collector", "loaders"]) symlinkSync(join(checkout, path), join(root, path));
  mkdirSync(join(root, "data"));
  for (const name of ["schema", "settings"]) cpSync(join(checkout, `data/${name}.ts`), join(root, `data/${name}.ts`));
  mkdirSync(join(root, "src/guide"), {recursive: true});
  for (const page of sitePages()) writeFileSync(join(root, "src", `${page}.md`), "# A page\n");
  writeFileSync(join(root, "src", `${name}.md`), markdown);
  rmSync(join(data, "site"), {recursive: true, force: true});
  await publish({root, data, keep: 2});
  const server = await createServer({data, host: "127.0.0.1", port: 0});
  afterTest(t, () => server.close());
  const browser = await launchBrowser(t);
  return {
    async open(path) {
      const page = await (await browser.newContext({viewport: {width: 1280, height: 900}})).newPage();
      page.setDefaultTimeout(hangs);
      const complaints: string[] = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("dialog", (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(server.url + path);
      return {page, complaints};
    }
  };
}
