import {events} from "./events.ts";
import {findings} from "./findings.ts";
import {forecasts} from "./forecasts.ts";
import {hourly} from "./hourly.ts";
import {licences} from "./licences.ts";
import {readings} from "./readings.ts";
import {rejects} from "./rejects.ts";
import {requests} from "./requests.ts";
import type {TableSource} from "./table-source.ts";

/** Every table that the site publishes. */
export const tableSources: TableSource[] = [readings, hourly, events, requests, licences, findings, forecasts, rejects];
