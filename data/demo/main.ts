import {parseArgs} from "node:util";
import {startInstallations} from "./live/installations.ts";

/**
 * The simulated installations as a process of their own: `--data DIR` (data), `--port N` (WEIR_DEMO_PORT, else 3091).
 * Ends on SIGTERM, on SIGINT when run by hand, and when the parent goes.
 */
const {values} = parseArgs({options: {data: {type: "string"}, port: {type: "string"}}});
const data = values.data ?? process.env.WEIR_DATA ?? "data";
const port = Number(values.port ?? process.env.WEIR_DEMO_PORT ?? 3091);
if (!(Number.isInteger(port) && port >= 0 && port <= 65535)) {
  console.error(`not a port: ${values.port ?? process.env.WEIR_DEMO_PORT} (write --port 3091)`);
  process.exit(2);
}

const starting = startInstallations({data, port});
let ending = false;
for (const signal of ["SIGTERM", "disconnect"]) process.on(signal, end);
// Ctrl-C reaches parent and child at once: the parent finishes reading first, and then says so.
process.on("SIGINT", process.send ? () => {} : end);

const demo = await starting;
if (process.connected) process.send!({ready: true, port: demo.port, problems: demo.problems});
else if (process.send) end();
else console.error(`simulated installations run in ${data}/simulation, requests API on port ${demo.port ?? "none"}`);

function end(): void {
  if (ending) return;
  ending = true;
  starting
    .then((started) => started.stop())
    .then(
      () => process.exit(0),
      (error: Error) => {
        console.error(error.message);
        process.exit(1);
      }
    );
}
