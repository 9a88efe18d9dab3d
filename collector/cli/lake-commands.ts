import {type Command, Option} from "commander";
import {type DatasetName, datasetNames} from "../../data/schema.ts";
import {parseDuration} from "../duration.ts";
import type {CliContext} from "./context.ts";
import {checked, collectPairs, json, print, wholeNumber} from "./options.ts";

/** Commands about what the lake holds. */
export function lakeCommands(program: Command, {config, say}: CliContext): void {
  program
    .command("import <file>")
    .description("history from CSV, NDJSON or Parquet; the same rows never twice")
    .addOption(new Option("--dataset <name>", "where it goes").choices(datasetNames).makeOptionMandatory())
    .option("--source <id>", "source that the rows belong to", "import")
    .option("--time <column>", "column that holds the time")
    .option("--map <field=COLUMN>", "dataset column = column of the file; may be repeated", collectPairs)
    .addOption(json())
    .action(async (file, options) => {
      const {dataset, source, time, map} = options as {
        dataset: DatasetName;
        source: string;
        time?: string;
        map?: Record<string, string>;
      };
      const {importOnce} = await import("../commands/import.ts");
      const result = await importOnce(await config(), {file, dataset, source, time, map}, {say});
      if (options.json) print(result);
    });

  const lake = program.command("lake").description("what the lake holds");
  lake
    .command("status")
    .description("rows, files and bytes a dataset; the books of every source")
    .addOption(json())
    .action(async (options) => {
      const status = await (await import("../lake-status.ts")).lakeStatus((await config()).data);
      if (options.json) print(status);
      else process.stdout.write((await import("../commands/lake-table.ts")).lakeTable(status));
    });

  lake
    .command("verify")
    .description("check all that the lake promises against what is on disk; exit code 1 if a promise is broken")
    .addOption(json())
    .action(async (options) =>
      (await import("../commands/verify.ts")).verifyLake(await config(), {...options, print, say})
    );
  lake
    .command("compact")
    .description("merge small files, retire what is past keeping; a running collector does so by itself")
    .addOption(json())
    .action(async (options) => {
      const done = await (await import("../commands/compact.ts")).compactOnce(await config(), {say});
      if (options.json) print(done);
    });

  /** The rejects that a command is about. */
  const aboutRejects = (command: Command): Command =>
    command
      .option("--source <id>", "of this source")
      .addOption(new Option("--dataset <name>", "that would have gone there").choices(datasetNames))
      .option("--reason <text>", "whose reason has this text in it")
      .addOption(new Option("--since <duration>", "not older than 1h, 7d").argParser(checked(parseDuration)))
      .addOption(json());
  aboutRejects(lake.command("rejects"))
    .description("input that could not be parsed: when, where, why, and as it came; newest first")
    .addOption(new Option("--limit <n>", "at most so many").argParser(checked(wholeNumber)))
    .addOption(new Option("--by <what>", "count them instead").choices(["reason", "source", "dataset"]))
    .action(async (options) =>
      (await import("../commands/rejects.ts")).listRejects(await config(), options, {print, say})
    );
  aboutRejects(lake.command("replay"))
    .description("read rejects again, with the sources as they are configured now; stop the collector first")
    .option("--dry-run", "tell what would become of them, and change nothing")
    .action(async (options) => (await import("../commands/replay.ts")).replay(await config(), options, {print, say}));
}
