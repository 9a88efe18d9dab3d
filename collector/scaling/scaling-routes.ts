import type {FastifyInstance, FastifyReply} from "fastify";
import type {Snapshots} from "../snapshots.ts";
import {type PublishedPlan, publishedPlan, serversAt} from "./published-plan.ts";

const group = "external.metrics.k8s.io/v1beta1";
const metric = "weir_servers";

/**
 * The published plan for autoscalers that ask. `/api/scaling/keda` is for KEDA's metrics-api scaler,
 * `/api/scaling/external-metrics` an ExternalMetricValueList, which stands below `/apis/external.metrics.k8s.io/v1beta1`
 * too, where the Kubernetes API server looks for it. 503 with the reason where the plan says nothing.
 */
export function scalingRoutes(
  app: FastifyInstance,
  {snapshots}: {snapshots: Snapshots},
  {now = Date.now}: {now?: () => number} = {}
): void {
  let known: PublishedPlan | null = null;
  const answer = async (reply: FastifyReply, body: (plan: PublishedPlan, servers: number) => object) => {
    try {
      if (!known || known.snapshot !== snapshots.current()?.id) known = publishedPlan(snapshots);
      return body(known, serversAt(known, now()));
    } catch (error) {
      return reply.code(503).send({error: (error as Error).message});
    }
  };
  const list = (plan: PublishedPlan, servers: number) => ({
    kind: "ExternalMetricValueList",
    apiVersion: group,
    metadata: {},
    items: [
      {
        metricName: metric,
        metricLabels: {series: plan.series},
        timestamp: `${new Date(now()).toISOString().slice(0, 19)}Z`,
        value: String(servers)
      }
    ]
  });

  app.get("/api/scaling/external-metrics", (_, reply) => answer(reply, list));
  app.get("/api/scaling/keda", (_, reply) => answer(reply, (_plan, value) => ({value})));
  app.get(`/apis/${group}`, async () => ({
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: group,
    resources: [{name: metric, singularName: "", namespaced: true, kind: "ExternalMetricValueList", verbs: ["get"]}]
  }));
  app.get(`/apis/${group}/namespaces/:namespace/${metric}`, (_, reply) => answer(reply, list));
}
