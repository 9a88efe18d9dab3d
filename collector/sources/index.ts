import {csv} from "./csv.ts";
import {directory} from "./directory.ts";
import {httpJson} from "./http-json.ts";
import {logfile} from "./logfile.ts";
import {mqtt} from "./mqtt.ts";
import {mysql} from "./mysql.ts";
import {postgres} from "./postgres.ts";
import {serial} from "./serial.ts";
import {sqlite} from "./sqlite.ts";
import {system} from "./system.ts";

/** The registry of sources: one line a kind. */
export const kinds = {
  system,
  logfile,
  directory,
  serial,
  "http-json": httpJson,
  sqlite,
  postgres,
  mysql,
  csv,
  mqtt
};
