import {join} from "node:path";

/** Where things live in the data folder. */
export const spoolFolder = (data: string): string => join(data, "spool");
export const lakeFolder = (data: string): string => join(data, "lake");
export const accessLog = (data: string): string => join(data, "logs", "access.log");
