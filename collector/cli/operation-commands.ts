import {type Command, Option} from "commander";
import {roles} from "../serve/login/roles.ts";
import {textTable} from "../text-table.ts";
import type {CliContext} from "./context.ts";
import {checked, json, print, wholeNumber} from "./options.ts";

/** Commands of those who keep an installation running. */
export function operationCommands(program: Command, {config, say}: CliContext): void {
  const jobs = program.command("jobs").description("what weir up does by itself");
  jobs
    .command("list", {isDefault: true})
    .description("when each job runs, its last success, and what is wrong")
    .addOption(json())
    .action(async (options) => (await import("../commands/jobs.ts")).listJobs(await config(), {...options, print}));
  jobs
    .command("explain <name>")
    .description("when a job is due next, on UTC's clock and its zone's, and how it went")
    .addOption(json())
    .action(async (name, options) =>
      (await import("../commands/jobs.ts")).explainJob(await config(), name, {...options, print})
    );
  jobs
    .command("run <name>")
    .description("run a job now, in this process")
    .action(async (name) => (await import("../commands/jobs.ts")).runJob(await config(), name, {say}));

  const alerts = program
    .command("alerts")
    .description("what is out of the usual now, and what keeps alerts from getting out")
    .option("--all", "those that are over, too")
    .addOption(json())
    .action(async (options) =>
      (await import("../commands/alerts.ts")).listAlerts(await config(), {...options, print, say})
    );
  alerts
    .command("ack <id>")
    .description("say that somebody knows of an alert: it is not sent again unless it grows worse")
    .option("--by <name>", "who knows, if not the user of this terminal")
    .action(async (id, {by}) =>
      (await import("../commands/alerts.ts")).acknowledgeAlert(await config(), id, {by, say})
    );
  alerts
    .command("resend [output]")
    .description("send what receivers have refused once more, in order and with its ids; weir up may run meanwhile")
    .option("--dry-run", "list it instead")
    .addOption(json())
    .action(async (output, _, command: Command) => {
      const options = command.optsWithGlobals(); // --json is also one of the command above
      await (await import("../commands/alerts-resend.ts")).resendAlerts(await config(), output, {
        ...options,
        print,
        say
      });
    });

  program
    .command("doctor")
    .description(
      "check the machine: folder, disk, clock, port, serial devices, versions, jobs, books; each with a remedy"
    )
    .addOption(json())
    .action(async (options) =>
      (await import("../commands/doctor.ts")).examine(program.opts<{config: string}>().config, {
        ...options,
        print,
        write: (text) => process.stdout.write(text)
      })
    );

  program
    .command("backup <to>")
    .description(
      "lake, catalog, spool, models, criteria, users, tokens and configuration into a folder or a .tar, .tar.gz or .tar.zst; while running"
    )
    .option("--with-secret", "also the key of private values")
    .option("--with-snapshots", "also the published snapshots")
    .addOption(
      new Option("--keep <n>", "remove all but the newest backups of a folder; all stay when left out").argParser(
        checked(wholeNumber)
      )
    )
    .addOption(json())
    .action(async (to, options) => {
      const made = await (await import("../commands/backup.ts")).backUp(await config(), to, options, {say});
      if (options.json) print(made);
    });

  program
    .command("restore <from>")
    .description("a backup into an empty data folder: every checksum is checked, and the lake verified")
    .option("--to <folder>", "where to, instead of the configured data folder")
    .addOption(json())
    .action(async (from, options) => {
      const data = options.to ?? (await config()).data;
      const restored = await (await import("../commands/backup.ts")).restoreTo(from, data, {say});
      if (options.json) print(restored);
    });

  const user = program.command("user").description("who may log in, where server.login names a file of users");
  user
    .command("add <name>")
    .description("add a user or change one; the password is asked for, or read from stdin")
    .addOption(new Option("--role <role>", "what the user may do").choices(roles).makeOptionMandatory())
    .action(async (name, options) =>
      (await import("../commands/user.ts")).addUser(await config(), name, options, {say})
    );
  user
    .command("remove <name>")
    .description("end a user's sessions and let the user in no more")
    .action(async (name) => (await import("../commands/user.ts")).removeUser(await config(), name, {say}));
  user
    .command("list")
    .description("names and roles")
    .addOption(json())
    .action(async (options) => {
      const users = (await import("../commands/user.ts")).listUsers(await config());
      if (options.json) print(users);
      else if (!users.length) say("no users yet: weir user add NAME --role reader adds one");
      else process.stdout.write(users.map(({name, role}) => `${name}  ${role}\n`).join(""));
    });

  const token = program.command("token").description("which machines may read, where there is a login");
  token
    .command("add <name>")
    .description("print a new token, this once; it goes into the header Authorization: Bearer <token>")
    .addOption(new Option("--role <role>", "what the machine may do").choices(roles).makeOptionMandatory())
    .action(async (name, options) => {
      const added = (await import("../commands/token.ts")).addToken(await config(), name, options, {say});
      process.stdout.write(`${added}\n`);
    });
  token
    .command("remove <name>")
    .description("let a token open nothing any more")
    .action(async (name) => (await import("../commands/token.ts")).removeToken(await config(), name, {say}));
  token
    .command("list")
    .description("names, roles, and when each was last used")
    .addOption(json())
    .action(async (options) => {
      const tokens = (await import("../commands/token.ts")).listTokens(await config());
      if (options.json) print(tokens);
      else if (!tokens.length) say("no tokens yet: weir token add NAME --role reader makes one");
      else
        process.stdout.write(
          textTable(
            ["name", "role", "created (UTC)", "last used (UTC)"],
            tokens.map(({name, role, createdAt, lastUsedAt}) => [
              name,
              role,
              minuteOf(createdAt),
              lastUsedAt ? minuteOf(lastUsedAt) : "never"
            ])
          )
        );
    });
}

const minuteOf = (iso: string): string => iso.slice(0, 16).replace("T", " ");
