import {type Command, Option} from "commander";
import {parseFrequency} from "../analysis/parse-frequency.ts";
import type {CliContext} from "./context.ts";
import {amount, checked, duration, json, ofTable, print, wholeNumber} from "./options.ts";

/** Commands that compute, over a table or over the lake. */
export function analysisCommands(program: Command, {config, say}: CliContext): void {
  ofTable(program.command("outliers <file>"))
    .description("what is unlike a series' own past, in any CSV or Parquet table")
    .option("--series <column>", "column that tells series apart")
    .option("--out <file>", "write the findings as CSV")
    .option("--scores <file>", "write the score of every row as CSV: 0 to 1, from 0.5 an alarm")
    .addOption(json())
    .action(async (file, options) =>
      (await import("../commands/outliers.ts")).findOutliers(file, options, {print, say})
    );

  const positive = amount("above 0", (n) => n > 0);
  const notNegative = amount("of 0 or more", (n) => n >= 0);
  const scale = program.command("scale").description("servers that a load asks for next; hand the site's plan on");
  const scaleTable = ofTable(scale.command("table <file>", {isDefault: true}));
  scale.usage("<file> [options] | push --to aws").addHelpText("after", () => `\n${scaleTable.helpInformation()}`);
  scaleTable
    .description(
      "servers that a load asks for next, from any CSV or Parquet table, and what such plans would have saved"
    )
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
      await (await import("../commands/scale.ts")).scaleServers(file, options, {print, say});
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
      await (await import("../commands/scale-push.ts")).pushPlan(await config(), options, {print, write, say});
    });

  ofTable(program.command("forecast <file>"))
    .description("the next values of every series in a CSV or Parquet file, with intervals from a backtest")
    .option("--series <column>", "column that tells series apart")
    .addOption(
      new Option("--horizon <n>", "so many values ahead").argParser(checked(wholeNumber)).makeOptionMandatory()
    )
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
    .action(async (file, options) =>
      (await import("../commands/forecast.ts")).forecastFile(file, options, {print, say})
    );

  program
    .command("train")
    .description(
      "fit every forecast's models to the lake; the next build uses them. A running weir up does so by itself"
    )
    .option("--networks", "DLinear and an LSTM too, which takes minutes")
    .addOption(json())
    .action(async (options) =>
      (await import("../commands/train.ts")).trainModels(await config(), {...options, print, say})
    );

  program
    .command("criteria")
    .description("what is usual of each series, by the versions that held; every quarter of a year brings another one")
    .option("--derive", "keep those that are due, so that what they judged can be explained however old it is")
    .addOption(json())
    .action(async (options) =>
      (await import("../commands/criteria.ts")).listCriteria(await config(), {...options, print, say})
    );

  program
    .command("demo-history", {hidden: true})
    .action(async () => (await import("../commands/demo-history.ts")).importDemoHistory(await config(), {say}));

  program.command("work", {hidden: true}).action(async () => (await import("../commands/work.ts")).work());
}
