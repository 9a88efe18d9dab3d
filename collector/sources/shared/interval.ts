import {duration} from "../../duration.ts";

const shortest = 100;

/** The option type of a polling interval: a duration of at least 100 ms. */
export const interval = duration.refine((ms) => ms >= shortest, `too short (write ${shortest}ms or more)`);
