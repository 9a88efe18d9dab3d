import {freePort} from "../../tests/support/free-port.ts";
import {runWeir, type WeirProcess} from "../../tests/support/run-weir.ts";
import {waitFor} from "../../tests/support/wait-for.ts";
import type {BenchContext} from "../bench.ts";
import {freshCheckout} from "./fresh-checkout.ts";

/** The shipped configuration in a fresh clone, on a data folder. */
export interface Demo {
  url: string;
  /** Starts `weir up` and waits until the overview page can be read. */
  up(): Promise<{running: WeirProcess; seconds: number}>;
  /** Runs another command on the same data to its end; returns what it printed. */
  run(args: string[]): Promise<string>;
}

export async function runningDemo({scope, say}: BenchContext, data: string): Promise<Demo> {
  const port = await freePort();
  const env = {WEIR_DATA: data, PORT: String(port), WEIR_DEMO_PORT: String(await freePort())};
  const weir = {checkout: freshCheckout(scope), env};
  const url = `http://localhost:${port}/`;
  return {
    url,
    async up() {
      say("starting, until the site is readable");
      const started = performance.now();
      const running = runWeir(scope, ["up"], weir);
      const failed = () => running.child.exitCode !== null || running.stderr.includes("not published");
      await waitFor(async () => failed() || (await readable(url)), {
        withinMs: 600_000,
        message: () => `the site\n${running.stderr}`
      });
      if (failed()) throw new Error(`weir up failed\n${running.stderr}`);
      return {running, seconds: (performance.now() - started) / 1000};
    },
    run: (args) => succeed(runWeir(scope, args, weir))
  };
}

async function readable(url: string): Promise<boolean> {
  const response = await fetch(url);
  return response.ok && (await response.text()).includes('id="observablehq-main"');
}

/** Ends a running Weir, which writes what it has accepted. */
export async function stop(running: WeirProcess): Promise<void> {
  running.kill("SIGTERM");
  await running.exit;
}

async function succeed(command: WeirProcess): Promise<string> {
  const {code, stdout, stderr} = await command.exit;
  if (code !== 0) throw new Error(`weir failed: exit code ${code}\n${stderr}`);
  return stdout;
}
