import {existsSync} from "node:fs";
import {join} from "node:path";
import {observedThrough} from "../../../loaders/lake/observed-through.ts";
import {lastBooksCheck} from "../../books-check.ts";
import {Catalog, type LakeFile, type SourceRow} from "../../catalog.ts";
import {type Metric, type Sample, single} from "./metrics-text.ts";

/**
 * What the catalog knows: every source's books as a running collector checked them last, the lake's size and the runs of
 * jobs. Empty before there is a lake. May be asked while a collector writes.
 */
export function lakeMetrics(data: string, {now = Date.now} = {}): Metric[] {
  if (!existsSync(join(data, "catalog.db"))) return [];
  const catalog = new Catalog(data);
  try {
    return [
      ...sourceMetrics(catalog.sources(), now()),
      ...booksMetrics(catalog),
      ...datasetMetrics(catalog.files(), now()),
      ...jobMetrics(catalog)
    ];
  } finally {
    catalog.close();
  }
}

function sourceMetrics(sources: SourceRow[], now: number): Metric[] {
  const each = (value: (source: SourceRow) => number | null): Sample[] =>
    sources.flatMap((source) => {
      const n = value(source);
      return n === null ? [] : [{labels: {source: source.id}, value: n}];
    });
  return [
    {
      name: "weir_source_running",
      help: "1 while a source is read, 0 while it is away or stopped.",
      type: "gauge",
      samples: each(({state}) => (state === "running" ? 1 : 0))
    },
    {
      name: "weir_source_lag_seconds",
      help: "Time since a source's last batch.",
      type: "gauge",
      samples: each(({lastReadAt}) => (lastReadAt === null ? null : Math.max(0, (now - lastReadAt) / 1000)))
    }
  ];
}

function booksMetrics(catalog: Catalog): Metric[] {
  const check = lastBooksCheck(catalog);
  if (!check) return [];
  const books = Object.entries(check.sources);
  const states = ["read", "committed", "rejected", "dropped"] as const;
  return [
    {
      name: "weir_source_inputs_total",
      help: "Inputs of a source by what became of them.",
      type: "counter",
      samples: books.flatMap(([source, row]) => states.map((state) => ({labels: {source, state}, value: row[state]})))
    },
    {
      name: "weir_source_spooled_inputs",
      help: "Inputs accepted that are not in the lake yet.",
      type: "gauge",
      samples: books.map(([source, {spooled}]) => ({labels: {source}, value: spooled}))
    },
    {
      name: "weir_source_missing_inputs",
      help: "What the books lack of what was accepted; 0 when they balance.",
      type: "gauge",
      samples: books.map(([source, {missing}]) => ({labels: {source}, value: missing}))
    },
    single("gauge", "weir_spool_bytes", "Size of the spool.", check.spoolBytes),
    single("gauge", "weir_books_checked_timestamp_seconds", "When the books were checked last.", check.at / 1000)
  ];
}

function datasetMetrics(files: LakeFile[], now: number): Metric[] {
  const datasets = [...new Set(files.map(({dataset}) => dataset))].map((dataset) => ({
    dataset,
    of: files.filter((file) => file.dataset === dataset)
  }));
  const each = (value: (files: LakeFile[]) => number): Sample[] =>
    datasets.map(({dataset, of}) => ({labels: {dataset}, value: value(of)}));
  const sum = (value: (file: LakeFile) => number) => each((of) => of.reduce((total, file) => total + value(file), 0));
  return [
    {name: "weir_lake_rows", help: "Rows of a dataset.", type: "gauge", samples: sum(({rows}) => rows)},
    {name: "weir_lake_files", help: "Files of a dataset.", type: "gauge", samples: sum(() => 1)},
    {name: "weir_lake_bytes", help: "Size of a dataset.", type: "gauge", samples: sum(({bytes}) => bytes)},
    {
      name: "weir_lake_observed_through_timestamp_seconds",
      help: "Time of a dataset's last record by now.",
      type: "gauge",
      samples: each((of) => (observedThrough(of, now) ?? Number.NaN) / 1000)
    }
  ];
}

function jobMetrics(catalog: Catalog): Metric[] {
  const runs = catalog.runTotals();
  const succeeded = runs.filter(({ok}) => ok);
  return [
    {
      name: "weir_job_runs_total",
      help: "Runs of a job by their outcome.",
      type: "counter",
      samples: runs.map(({job, ok, runs: value}) => ({labels: {job, outcome: ok ? "done" : "failed"}, value}))
    },
    {
      name: "weir_job_last_success_timestamp_seconds",
      help: "When a job last ended well.",
      type: "gauge",
      samples: succeeded.map(({job, endedAt}) => ({labels: {job}, value: endedAt / 1000}))
    },
    {
      name: "weir_job_last_success_duration_seconds",
      help: "How long that run took.",
      type: "gauge",
      samples: succeeded.map(({job, startedAt, endedAt}) => ({labels: {job}, value: (endedAt - startedAt) / 1000}))
    }
  ];
}
