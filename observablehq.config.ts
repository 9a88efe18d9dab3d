import {readFileSync} from "node:fs";
import {offlineLibraries} from "./collector/site/offline-libraries.ts";

offlineLibraries();

export default {
  title: "Weir",
  root: "src",
  output: process.env.WEIR_OUT ?? "dist",
  style: "style.css",
  head: `<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<script>${readFileSync("src/theme.js", "utf8")}</script>`,
  header: '<button id="theme-switch" type="button" hidden></button>',
  pages: [
    {name: "Overview", path: "/index"},
    {
      name: "Water",
      collapsible: false,
      pages: [
        {name: "Sensors", path: "/sensors"},
        {name: "Outliers", path: "/outliers"},
        {name: "Models", path: "/models"}
      ]
    },
    {
      name: "Services",
      collapsible: false,
      pages: [
        {name: "Requests", path: "/requests"},
        {name: "Requesters", path: "/requesters"},
        {name: "Licences", path: "/licences"},
        {name: "Capacity", path: "/capacity"}
      ]
    },
    {
      name: "Operation",
      collapsible: false,
      pages: [
        {name: "System", path: "/system"},
        {name: "Data quality", path: "/quality"},
        {name: "Snapshots", path: "/snapshots"}
      ]
    },
    {
      name: "Your own",
      collapsible: false,
      pages: [
        {name: "Explore", path: "/explore"},
        {name: "Guide", path: "/guide"},
        {name: "Guide to charts", path: "/guide/charts"}
      ]
    }
  ],
  globalStylesheets: [],
  interpreters: {".ts": ["node", "--import", "tsx"]},
  duckdb: {extensions: {json: null, parquet: null}},
  footer: ""
};
