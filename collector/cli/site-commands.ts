import type {Command} from "commander";
import type {CliContext} from "./context.ts";
import {json, print} from "./options.ts";

/** Commands that make the site and its snapshots. */
export function siteCommands(program: Command, {config, say}: CliContext): void {
  program
    .command("build")
    .description("build the site from the lake, without publishing it")
    .option("-o, --out <folder>", "where to", "dist")
    .option("--why", "tell of each output why it was made anew, or was not")
    .option("--fresh", "make everything anew, also what would come out as before")
    .action(async (options) => (await import("../commands/build.ts")).buildSite(await config(), {say, ...options}));

  program
    .command("dev")
    .description("preview the site; saving a page refreshes it, and what has to be mended stands over it")
    .action(async () => (await import("../commands/dev.ts")).previewSite(await config(), {say}));

  program
    .command("publish")
    .description("build into a new snapshot and switch to it")
    .addOption(json())
    .action(async (options) => {
      const snapshot = await (await import("../commands/publish.ts")).publishOnce(await config(), {say});
      if (options.json) print(snapshot);
    });

  program
    .command("serve")
    .description("serve the current snapshot; PORT, default 3000")
    .action(async () => (await import("../commands/serve.ts")).serveAlone(await config(), {say}));

  const snapshots = program.command("snapshots").description("published snapshots");
  snapshots
    .command("list", {isDefault: true})
    .description("newest first; * is the one being served")
    .addOption(json())
    .action(async (options) =>
      (await import("../commands/snapshots.ts")).listSnapshots(await config(), {...options, print})
    );
  snapshots
    .command("diff <a> <b>")
    .description("what changed from one to the other: figures, forecasts, plans, findings, files")
    .addHelpText(
      "after",
      "\nA snapshot is an id or the beginning of one, current, or previous: weir snapshots diff previous current"
    )
    .addOption(json())
    .action(async (a, b, options) =>
      (await import("../commands/snapshots-diff.ts")).diffSnapshots(await config(), [a, b], {...options, print})
    );
  snapshots
    .command("rollback <id>")
    .description("serve an older snapshot again")
    .action(async (id) => (await import("../commands/snapshots.ts")).rollbackTo(await config(), id, {say}));

  snapshots
    .command("targets")
    .description("where the current snapshot is put besides, and whether it is there")
    .addOption(json())
    .action(async (options) =>
      (await import("../commands/snapshots-targets.ts")).listTargets(await config(), {...options, print})
    );

  program
    .command("validate")
    .description("check weir.config.ts, every page and loader, and name each mistake with its place")
    .addOption(json())
    .action(async (options) => {
      const write = (line: string) => process.stdout.write(`${line}\n`);
      await (await import("../commands/validate.ts")).validate(config, options, {print, write, say});
    });

  program
    .command("new")
    .description("start something from a template that works at once")
    .command("page <name>")
    .description("a page src/<name>.md with a filter, a chart and a table, and its entry in the menu")
    .option("-t, --title <title>", "what it is called; from its name when left out")
    .addOption(json())
    .action(async (name, options) =>
      (await import("../commands/new-page.ts")).newPage(await config(), name, options, {print, say})
    );
}
