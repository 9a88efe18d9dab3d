import type {FastifyInstance} from "fastify";
import type {JobStatus} from "../../schedule/job-status.ts";
import type {Snapshots} from "../../snapshots.ts";
import {sharedAnswer} from "../shared-answer.ts";
import type {HttpMetrics} from "./http-metrics.ts";
import {lakeMetrics} from "./lake-metrics.ts";
import {type Metric, metricsText, metricsType, single} from "./metrics-text.ts";
import {ProcessMetrics} from "./process-metrics.ts";

export interface MetricsOptions {
  data: string;
  snapshots: Snapshots;
  http: HttpMetrics;
  /** Open streams of fresh readings. */
  streams: () => number;
  /** Why this installation is not well. */
  reasons: () => string[];
  /** What people should know of, though it goes on. */
  concerns: () => string[];
  jobs: () => JobStatus[];
  /** Those of the login. */
  login?: () => Metric[];
}

/** `GET /metrics` in Prometheus' text format, for admins where there is a login. */
export function metricsRoutes(
  app: FastifyInstance,
  {data, snapshots, http, streams, reasons, concerns, jobs, login = () => []}: MetricsOptions
): void {
  const ofProcess = new ProcessMetrics();
  app.addHook("onClose", async () => ofProcess.close());
  const ofLake = sharedAnswer(async () => lakeMetrics(data), 5000); // several scrapers cost one look

  app.get("/metrics", {config: {access: "admin"}}, async (_, reply) => {
    const problems = reasons();
    const metrics = [
      single("gauge", "weir_healthy", "1 when nothing is wrong, as /healthz says.", problems.length ? 0 : 1),
      single("gauge", "weir_concerns", "What /healthz tells besides: jobs and outputs to look at.", concerns().length),
      ...(await ofLake()),
      ...scheduleMetrics(jobs()),
      ...snapshotMetrics(snapshots),
      ...http.metrics({streams: streams()}),
      ...login(),
      ...ofProcess.metrics()
    ];
    return reply.header("content-type", metricsType).send(metricsText(metrics));
  });
}

function scheduleMetrics(jobs: readonly JobStatus[]): Metric[] {
  if (!jobs.length) return [];
  const each = (value: (job: JobStatus) => number) => jobs.map((job) => ({labels: {job: job.name}, value: value(job)}));
  return [
    {
      name: "weir_job_late",
      help: "1 when a job should have run twice since its last success began.",
      type: "gauge",
      samples: each(({late}) => (late ? 1 : 0))
    },
    {
      name: "weir_job_failures",
      help: "Failures of a job in a row, up to ten.",
      type: "gauge",
      samples: each(({failed}) => failed?.times ?? 0)
    }
  ];
}

function snapshotMetrics(snapshots: Snapshots): Metric[] {
  const current = snapshots.current();
  const kept = single("gauge", "weir_snapshots", "Snapshots kept.", snapshots.list().length);
  if (!current) return [kept];
  const age = (time: number) => Math.max(0, Date.now() - time) / 1000;
  return [
    kept,
    single(
      "gauge",
      "weir_snapshot_age_seconds",
      "Time since the snapshot readers get was built.",
      age(current.builtAt)
    ),
    single("gauge", "weir_snapshot_good", "1 when its build found nothing amiss.", current.verdict.good ? 1 : 0),
    ...(current.observedThrough === null
      ? []
      : [
          single(
            "gauge",
            "weir_snapshot_data_age_seconds",
            "Time since the last record in it.",
            age(current.observedThrough)
          )
        ])
  ];
}
