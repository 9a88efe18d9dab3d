import {readFileSync, realpathSync} from "node:fs";
import {dirname, join} from "node:path";
import {Command, CommanderError, InvalidArgumentError, Option} from "commander";
import {type DatasetName, datasetNames} from "../data/schema.ts";
import {parseFrequency} from "./analysis/parse-frequency.ts";
import {parseDuration} from "./duration.ts";
import {makeLog} from "./log.ts";
import {roles} from "./serve/login/roles.ts";
import {WrongUsage} from "./wrong-usage.ts";

/** Exit codes: 0 done, 1 failed, 2 wrong usage. */
const wrongUsage = 2;

const say = await makeLog().catch((error: Error) => {
  process.stderr.write(`weir: ${error.message}\n`);
  process.exit(wrongUsage);
});

const program = new Command("weir")
  .description("Turns what sensors, servers and services report into a site that people read.")
  .version(ownVersion())
  .option("-c, --config <file>", "configuration file", "weir.config.ts")
  .exitOverride()
  .configureOutput({outputError: (text, write) => write(text.replace(/^error: /, "weir: "))})
  .showHelpAfterError("(weir --help lists the commands)");

const config = async () => (await import("./config.ts")).readConfig(program.opts<{config: string}>().config);
const json = () => new Option("--json", "machine-readable output on stdout");
const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

program
  .command("up")
  .description("collector, schedule and server together; PORT, default 3000")
  .action(async () => (await import("./up.ts")).up(await config(), {say}));

program
  .command("collect")
  .description("the collector alone")
  .option("--tail", "print every accepted batch as a JSON line")
  .action(async ({tail}) => (await import("./commands/collect.ts")).runCollector(await config(), {say, tail}));

program
  .command("build")
  .description("build the site from the lake, without publishing it")
  .option("-o, --out <folder>", "where to", "dist")
  .option("--why", "tell of each output why it was made anew, or was not")
  .option("--fresh", "make everything anew, also what would come out as before")
  .action(async (options) => (await import("./commands/build.ts")).buildSite(await config(), {say, ...options}));

program
  .command("dev")
  .description("preview the site; saving a page refreshes it, and what has to be mended stands over it")
  .action(async () => (await import("./commands/dev.ts")).previewSite(await config(), {say}));

program
  .command("publish")
  .description("build into a new snapshot and switch to it")
  .addOption(json())
  .action(async (options) => {
    const snapshot = await (await import("./commands/publish.ts")).publishOnce(await config(), {say});
    if (options.json) print(snapshot);
  });

program
  .command("serve")
  .description("serve the current snapshot; PORT, default 3000")
  .action(async () => (await import("./commands/serve.ts")).serveAlone(await config(), {say}));

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
    const {importOnce} = await import("./commands/import.ts");
    const result = await importOnce(await config(), {file, dataset, source, time, map}, {say});
    if (options.json) print(result);
  });

/** The table that a command reads. */
const ofTable = (command: Command): Command =>
  command
    .requiredOption("--time <column>", "column that holds the time")
    .requiredOption("--value <column>", "column that holds the value")
    .option("--zone <zone>", "time zone of times without an offset, as in Europe/Rome", "UTC");

ofTable(program.command("outliers <file>"))
  .description("what is unlike a series' own past, in any CSV or Parquet table")
  .option("--series <column>", "column that tells series apart")
  .option("--out <file>", "write the findings as CSV")
  .option("--scores <file>", "write the score of every row as CSV: 0 to 1, from 0.5 an alarm")
  .addOption(json())
  .action(async (file, options) => (await import("./commands/outliers.ts")).findOutliers(file, options, {print, say}));

const positive = amount("above 0", (n) => n > 0);
const notNegative = amount("of 0 or more", (n) => n >= 0);
const scale = program.command("scale").description("servers that a load asks for next; hand the site's plan on");
const scaleTable = ofTable(scale.command("table <file>", {isDefault: true}));
scale.usage("<file> [options] | push --to aws").addHelpText("after", () => `\n${scaleTable.helpInformation()}`);
scaleTable
  .description("servers that a load asks for next, from any CSV or Parquet table, and what such plans would have saved")
  .option("--series <column>", "column that tells series apart: a plan for each")
  .addOption(new Option("--capacity <n>", "load that one server carries").argParser(positive).makeOptionMandatory())
  .addOption(duration("--boot <duration>", "from starting a server to its carrying load", "5m"))
  .addOption(duration("--cooldown <duration>", "how long fewer servers must suffice before any is stopped", "10m"))
  .addOption(duration("--horizon <duration>", "how long each number of servers holds", "1h"))
  .addOption(
    new Option("--headroom <share>", "spare share above the expected peak; auto keeps --target-short")
      .argParser((text) => (text === "auto" ? text : notNegative(text)))
      .default("auto")
  )
  .addOption(
    new Option("--target-short <share>", "share of the time that may be short")
      .argParser(amount("above 0 and below 1", (n) => n > 0 && n < 1))
      .default(0.01)
  )
  .addOption(new Option("--min <n>", "at least so many servers").argParser(checked(wholeNumber)).default(1))
  .addOption(new Option("--max <n>", "at most so many servers").argParser(checked(wholeNumber)))
  .addOption(new Option("--price <p>", "of one server for one hour").argParser(notNegative))
  .option("--backtest", "compare plans over the whole file, not its last two weeks")
  .option("--out <file>", "write the plan as CSV: of the next period, with --backtest of all before it too")
  .addOption(json())
  .action(async (file, options, command: Command) => {
    if (options.max < options.min)
      command.error(`error: invalid --max: ${options.max} (write one that is not below --min ${options.min})`);
    await (await import("./commands/scale.ts")).scaleServers(file, options, {print, say});
  });

scale
  .command("push")
  .description("the published plan into an autoscaler; tells what it would send, unless --apply")
  .addOption(new Option("--to <autoscaler>", "which one").choices(["aws"]).makeOptionMandatory())
  .requiredOption("--group <name>", "Auto Scaling group")
  .option("--region <name>", "AWS region; AWS_REGION when left out")
  .option("--endpoint <url>", "another address than AWS's own")
  .option("--apply", "schedule the actions, and delete those of earlier plans")
  .addOption(json())
  .action(async (options) => {
    const write = (text: string) => process.stdout.write(text);
    await (await import("./commands/scale-push.ts")).pushPlan(await config(), options, {print, write, say});
  });
const alerts = program
  .command("alerts")
  .description("what is out of the usual now, and what keeps alerts from getting out")
  .option("--all", "those that are over, too")
  .addOption(json())
  .action(async (options) =>
    (await import("./commands/alerts.ts")).listAlerts(await config(), {...options, print, say})
  );
alerts
  .command("ack <id>")
  .description("say that somebody knows of an alert: it is not sent again unless it grows worse")
  .option("--by <name>", "who knows, if not the user of this terminal")
  .action(async (id, {by}) => (await import("./commands/alerts.ts")).acknowledgeAlert(await config(), id, {by, say}));

const lake = program.command("lake").description("what the lake holds");
lake
  .command("status")
  .description("rows, files and bytes a dataset; the books of every source")
  .addOption(json())
  .action(async (options) => {
    const status = await (await import("./lake-status.ts")).lakeStatus((await config()).data);
    if (options.json) print(status);
    else process.stdout.write((await import("./commands/lake-table.ts")).lakeTable(status));
  });

lake
  .command("verify")
  .description("check all that the lake promises against what is on disk; exit code 1 if a promise is broken")
  .addOption(json())
  .action(async (options) =>
    (await import("./commands/verify.ts")).verifyLake(await config(), {...options, print, say})
  );
lake
  .command("compact")
  .description("merge small files, retire what is past keeping; a running collector does so by itself")
  .addOption(json())
  .action(async (options) => {
    const done = await (await import("./commands/compact.ts")).compactOnce(await config(), {say});
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
    (await import("./commands/rejects.ts")).listRejects(await config(), options, {print, say})
  );
aboutRejects(lake.command("replay"))
  .description("read rejects again, with the sources as they are configured now; stop the collector first")
  .option("--dry-run", "tell what would become of them, and change nothing")
  .action(async (options) => (await import("./commands/replay.ts")).replay(await config(), options, {print, say}));

ofTable(program.command("forecast <file>"))
  .description("the next values of every series in a CSV or Parquet file, with intervals from a backtest")
  .option("--series <column>", "column that tells series apart")
  .addOption(new Option("--horizon <n>", "so many values ahead").argParser(checked(wholeNumber)).makeOptionMandatory())
  .addOption(
    new Option("--freq <duration>", "interval of the values, as in 1h, 7d or 1mo").argParser(checked(parseFrequency))
  )
  .addOption(
    new Option("--exogenous <columns>", "what else is known, ahead too: temperature,holiday").argParser((text) =>
      text.split(",").map((name) => name.trim())
    )
  )
  .option("--model <name>", "one model instead of the best", "auto")
  .option("--out <file>", "where the forecasts go, as CSV; stdout when absent")
  .addOption(json())
  .action(async (file, options) => (await import("./commands/forecast.ts")).forecastFile(file, options, {print, say}));

program
  .command("train")
  .description("fit every forecast's models to the lake; the next build uses them. A running weir up does so by itself")
  .option("--networks", "DLinear and an LSTM too, which takes minutes")
  .addOption(json())
  .action(async (options) =>
    (await import("./commands/train.ts")).trainModels(await config(), {...options, print, say})
  );

program
  .command("criteria")
  .description("what is usual of each series, by the versions that held; every quarter of a year brings another one")
  .option("--derive", "keep those that are due, so that what they judged can be explained however old it is")
  .addOption(json())
  .action(async (options) =>
    (await import("./commands/criteria.ts")).listCriteria(await config(), {...options, print, say})
  );

program.command("work", {hidden: true}).action(async () => (await import("./commands/work.ts")).work());

const jobs = program.command("jobs").description("what weir up does by itself");
jobs
  .command("list", {isDefault: true})
  .description("when each job runs, its last success, and what is wrong")
  .addOption(json())
  .action(async (options) => (await import("./commands/jobs.ts")).listJobs(await config(), {...options, print}));
jobs
  .command("explain <name>")
  .description("when a job is due next, on UTC's clock and its zone's, and how it went")
  .addOption(json())
  .action(async (name, options) =>
    (await import("./commands/jobs.ts")).explainJob(await config(), name, {...options, print})
  );
jobs
  .command("run <name>")
  .description("run a job now, in this process")
  .action(async (name) => (await import("./commands/jobs.ts")).runJob(await config(), name, {say}));

const snapshots = program.command("snapshots").description("published snapshots");
snapshots
  .command("list", {isDefault: true})
  .description("newest first; * is the one being served")
  .addOption(json())
  .action(async (options) =>
    (await import("./commands/snapshots.ts")).listSnapshots(await config(), {...options, print})
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
    (await import("./commands/snapshots-diff.ts")).diffSnapshots(await config(), [a, b], {...options, print})
  );
snapshots
  .command("rollback <id>")
  .description("serve an older snapshot again")
  .action(async (id) => (await import("./commands/snapshots.ts")).rollbackTo(await config(), id, {say}));

snapshots
  .command("targets")
  .description("where the current snapshot is put besides, and whether it is there")
  .addOption(json())
  .action(async (options) =>
    (await import("./commands/snapshots-targets.ts")).listTargets(await config(), {...options, print})
  );

program
  .command("validate")
  .description("check weir.config.ts, every page and loader, and name each mistake with its place")
  .addOption(json())
  .action(async (options) => {
    const write = (line: string) => process.stdout.write(`${line}\n`);
    await (await import("./commands/validate.ts")).validate(config, options, {print, write, say});
  });

program
  .command("doctor")
  .description(
    "check the machine: folder, disk, clock, port, serial devices, versions, jobs, books; each with a remedy"
  )
  .addOption(json())
  .action(async (options) =>
    (await import("./commands/doctor.ts")).examine(program.opts<{config: string}>().config, {
      ...options,
      print,
      write: (text) => process.stdout.write(text)
    })
  );

program
  .command("backup <to>")
  .description(
    "lake, catalog, spool, models, criteria and configuration into a folder or a .tar, .tar.gz or .tar.zst; while running"
  )
  .option("--with-secret", "also the key of private values, and what else is for its owner alone")
  .option("--with-snapshots", "also the published snapshots")
  .addOption(new Option("--keep <n>", "remove all but the newest backups of a folder").argParser(checked(wholeNumber)))
  .addOption(json())
  .action(async (to, options) => {
    const made = await (await import("./commands/backup.ts")).backUp(await config(), to, options, {say});
    if (options.json) print(made);
  });

program
  .command("restore <from>")
  .description("a backup into an empty data folder: every checksum is checked, and the lake verified")
  .option("--to <folder>", "where to, instead of the configured data folder")
  .addOption(json())
  .action(async (from, options) => {
    const data = options.to ?? (await config()).data;
    const restored = await (await import("./commands/backup.ts")).restoreTo(from, data, {say});
    if (options.json) print(restored);
  });

program
  .command("new")
  .description("start something from a template that works at once")
  .command("page <name>")
  .description("a page src/<name>.md with a filter, a chart and a table, and its entry in the menu")
  .option("-t, --title <title>", "what it is called; from its name when left out")
  .addOption(json())
  .action(async (name, options) =>
    (await import("./commands/new-page.ts")).newPage(await config(), name, options, {print, say})
  );

const user = program.command("user").description("who may log in, where server.login names a file of users");
user
  .command("add <name>")
  .description("add a user or change one; the password is asked for, or read from stdin")
  .addOption(new Option("--role <role>", "what the user may do").choices(roles).makeOptionMandatory())
  .action(async (name, options) => (await import("./commands/user.ts")).addUser(await config(), name, options, {say}));
user
  .command("remove <name>")
  .description("end a user's sessions and let the user in no more")
  .action(async (name) => (await import("./commands/user.ts")).removeUser(await config(), name, {say}));
user
  .command("list")
  .description("names and roles")
  .addOption(json())
  .action(async (options) => {
    const users = (await import("./commands/user.ts")).listUsers(await config());
    if (options.json) print(users);
    else process.stdout.write(users.map(({name, role}) => `${name}  ${role}\n`).join(""));
  });

function collectPairs(pair: string, pairs: Record<string, string> = {}): Record<string, string> {
  const [field, ...column] = pair.split("=");
  if (!field || !column.length) throw new WrongUsage(`invalid --map: ${pair} (write field=COLUMN)`);
  return {...pairs, [field]: column.join("=")};
}

/** An option's parser whose errors are wrong usage. */
function checked<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}

/** An option that is a length of time. */
function duration(flags: string, description: string, usual: string): Option {
  const parse = checked(parseDuration);
  return new Option(flags, description).argParser(parse).default(parse(usual), usual);
}

/** An option's parser of numbers, whose errors are wrong usage. */
function amount(wanted: string, isFine: (value: number) => boolean): (text: string) => number {
  return checked((text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!(Number.isFinite(value) && isFine(value))) throw new Error(`not a number ${wanted}: ${text}`);
    return value;
  });
}

/** Of the package that the running `weir` stands in. */
function ownVersion(): string {
  const folder = dirname(realpathSync(process.argv[1]!));
  return JSON.parse(readFileSync(join(folder, "../package.json"), "utf8")).version;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`not a whole number above 0: ${text}`);
  return Number(text);
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // whoever reads, as in `weir ... | head`, has had enough
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  const isSaid = error instanceof CommanderError;
  if (!isSaid && process.env.WEIR_LOG === "json") say((error as Error).message, {level: "fatal"});
  else if (!isSaid) process.stderr.write(`weir: ${(error as Error).message}\n`);
  if (isSaid) process.exitCode = error.exitCode === 0 ? 0 : wrongUsage;
  else process.exitCode = error instanceof WrongUsage ? wrongUsage : 1;
}
