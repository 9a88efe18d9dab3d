import {tableSources} from "./index.ts";

/** Prints what tables the site publishes, and their columns, as JSON. */
process.stdout.write(JSON.stringify(tableSources.map(({name, columns}) => ({name, columns}))));
