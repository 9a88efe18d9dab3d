import assert from "node:assert/strict";
import {test} from "node:test";
import fastify from "fastify";
import {scalingRoutes} from "../../../collector/scaling/scaling-routes.ts";
import {Snapshots} from "../../../collector/snapshots.ts";
import {afterTest} from "../../support/after-test.ts";
import {planPayload} from "../../support/plan-payload.ts";
import {publishFiles} from "../../support/publish-files.ts";
import {serveFiles} from "../../support/serve-files.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const noon = Date.UTC(2026, 10, 21, 12);
const hour = 3_600_000;
const file = "_file/data/capacity.00c0ffee.json";

test("GET /api/scaling/... answers with the published plan's servers at this moment, and 503 where it says nothing", async (t) => {
  const data = temporaryFolder(t);
  let now = noon;
  const app = fastify();
  afterTest(t, () => app.close());
  scalingRoutes(app, {snapshots: new Snapshots(data)}, {now: () => now});
  const get = async (path: string) => {
    const response = await app.inject(path);
    return [response.statusCode, response.json()];
  };
  assert.deepEqual(await get("/api/scaling/keda"), [503, {error: "no snapshot yet (run weir publish, or weir up)"}]);
  await publishFiles({"index.html": ""}, {data, now: noon - 2000});
  assert.match(JSON.stringify(await get("/api/scaling/keda")), /^\[503,.*no plan in snapshot/);
  await publishFiles({[file]: planPayload(noon, [])}, {data, now: noon - 1000});
  assert.match(JSON.stringify(await get("/api/scaling/keda")), /^\[503,.*no plan yet/);

  await publishFiles({[file]: planPayload(noon, [2, 5, 3])}, {data, now: noon});
  // KEDA's metrics-api scaler, https://keda.sh/docs/latest/scalers/metrics-api/: JSON, and a path to a number in it.
  assert.deepEqual(await get("/api/scaling/keda"), [200, {value: 2}]);
  now = noon + hour;
  assert.deepEqual(await get("/api/scaling/keda"), [200, {value: 5}]);
  // ExternalMetricValueList of k8s.io/metrics, pkg/apis/external_metrics/v1beta1/types.go: times RFC 3339 to the second,
  // values quantities, which are texts.
  const list = {
    kind: "ExternalMetricValueList",
    apiVersion: "external.metrics.k8s.io/v1beta1",
    metadata: {},
    items: [
      {
        metricName: "weir_servers",
        metricLabels: {series: "gateway/calls"},
        timestamp: "2026-11-21T13:00:00Z",
        value: "5"
      }
    ]
  };
  assert.deepEqual(await get("/api/scaling/external-metrics"), [200, list]);
  const api = "/apis/external.metrics.k8s.io/v1beta1";
  assert.deepEqual(await get(`${api}/namespaces/shop/weir_servers?labelSelector=`), [200, list]);
  const [status, {resources}] = (await get(api)) as [number, {resources: {name: string}[]}];
  assert.deepEqual([status, resources.map(({name}) => name)], [200, ["weir_servers"]]);
  now = noon + 3 * hour;
  assert.match(JSON.stringify(await get("/api/scaling/keda")), /^\[503,.*ended 2026-11-21T15:00:00.000Z/);
});

test("weir's server hands the plan on", async (t) => {
  const server = await serveFiles(t, {[file]: planPayload(Date.now(), [4, 4])});
  assert.deepEqual(await (await server.get("/api/scaling/keda")).json(), {value: 4});
});
