import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {terminalProgress} from "../terminal-progress.ts";
import {textTable} from "../text-table.ts";
import {type Trained, train} from "../train.ts";

/** `weir train`: the forecasts' models learn from the lake as it is now; the next build uses them. */
export async function trainModels(
  config: Config,
  {networks, json, print, say}: {networks?: boolean; json?: boolean; print: (value: unknown) => void; say: Say}
): Promise<void> {
  const progress = terminalProgress();
  const done: Trained[] = [];
  for await (const {of, ...one} of train(config, {networks: networks ?? config.train.networks})) {
    done.push(one);
    progress.show(`trained ${done.length} of ${of}: ${one.series.label}, ${one.series.span}`);
  }
  progress.clear();
  done.sort((a, b) => a.series.id.localeCompare(b.series.id));
  if (json) return print(done.map(summaryOf));
  if (done.length === 0) say("nothing to train: the lake has no series that the site forecasts");
  else process.stdout.write(textTable(head, done.map(rowOf)));
}

function summaryOf({series: {id, label, span}, fitted}: Trained) {
  return {
    id,
    label,
    span,
    model: fitted?.model ?? null,
    through: fitted && new Date(fitted.through).toISOString(),
    candidates: fitted?.candidates.map(({backtest, seconds}) => ({...backtest, seconds})) ?? []
  };
}

const head = ["series", "span", "model", "MASE", "seasonal naive", "inside 90 %", "seconds"];

function rowOf({series: {label, span}, fitted}: Trained): string[] {
  if (!fitted) return [label, span, "history shorter than two days", "", "", "", ""];
  const [chosen] = fitted.candidates;
  const naive = fitted.candidates.find(({backtest}) => backtest.model === "seasonal naive");
  const seconds = fitted.candidates.reduce((sum, one) => sum + (one.backtest.model === "blend" ? 0 : one.seconds), 0);
  return [
    label,
    span,
    fitted.model,
    digits(chosen?.backtest.mase),
    digits(naive?.backtest.mase),
    Number.isFinite(chosen?.backtest.coverage90) ? `${(100 * chosen!.backtest.coverage90).toFixed(1)} %` : "-",
    seconds.toFixed(1)
  ];
}

const digits = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "-" : value.toFixed(2);
