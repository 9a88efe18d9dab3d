import {readFileSync, realpathSync} from "node:fs";
import {dirname, join} from "node:path";
import {Command, CommanderError, Help} from "commander";
import {analysisCommands} from "./cli/analysis-commands.ts";
import {lakeCommands} from "./cli/lake-commands.ts";
import {operationCommands} from "./cli/operation-commands.ts";
import {siteCommands} from "./cli/site-commands.ts";
import {makeLog} from "./log.ts";
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
  .configureHelp({
    optionDescription: (option) =>
      `${Help.prototype.optionDescription(option)}${option.mandatory ? "; has to be given" : ""}`
  })
  .configureOutput({outputError: (text, write) => write(text.replace(/^error: /, "weir: "))})
  .showHelpAfterError("(weir --help lists the commands)");

const config = async () => (await import("./config.ts")).readConfig(program.opts<{config: string}>().config);

program
  .command("up")
  .description("collector, schedule and server together; PORT, default 3000")
  .action(async () => (await import("./up.ts")).up(await config(), {say}));

program
  .command("collect")
  .description("the collector alone")
  .option("--tail", "print every accepted batch as a JSON line")
  .action(async ({tail}) => (await import("./commands/collect.ts")).runCollector(await config(), {say, tail}));

for (const add of [siteCommands, lakeCommands, analysisCommands, operationCommands]) add(program, {config, say});

/** Of the package that the running `weir` stands in. */
function ownVersion(): string {
  const folder = dirname(realpathSync(process.argv[1]!));
  return JSON.parse(readFileSync(join(folder, "../package.json"), "utf8")).version;
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // whoever reads, as in `weir ... | head`, has had enough
  throw error;
});

process.stderr.on("error", () => {}); // what nobody reads any more is no reason to stop collecting

try {
  await program.parseAsync();
} catch (error) {
  const isSaid = error instanceof CommanderError;
  if (!isSaid && process.env.WEIR_LOG === "json") say((error as Error).message, {level: "fatal"});
  else if (!isSaid) process.stderr.write(`weir: ${(error as Error).message}\n`);
  if (isSaid) process.exitCode = error.exitCode === 0 ? 0 : wrongUsage;
  else process.exitCode = error instanceof WrongUsage ? wrongUsage : 1;
}
