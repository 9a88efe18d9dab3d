/** The import rules of the design: data flows one way, so nothing on the right imports anything on its left. */
module.exports = {
  forbidden: [
    {name: "no-cycles", severity: "error", from: {}, to: {circular: true}},
    {name: "schema-imports-nothing", severity: "error", from: {path: "^data/(schema|settings)\\.ts$"}, to: {path: "."}},
    {name: "loaders-not-collector", severity: "error", from: {path: "^loaders/"}, to: {path: "^collector/"}},
    {
      name: "collector-only-pure-loaders",
      comment:
        "detectors, models, the file of what they learnt, the walk of a scaling plan, kept criteria and forecasts, the query of a dataset, until when its files reach, what a loader is asked and what it read, and the place of DuckDB's spills need no lake; the lake's reader and the payloads belong to the build",
      severity: "error",
      from: {path: "^collector/"},
      to: {
        path: "^loaders/",
        pathNot:
          "^loaders/((outliers|forecast)/|fitted/(code-version|fitted-file|span|training-input)\\.ts$|loader-job\\.ts$|lake/(dataset-query|kept-criteria|observed-through|reads|revised|spill-folder|state)\\.ts$|scaling/(compare-plans|load-grid|walk-plan)\\.ts$|snapshots/figures-of\\.ts$|water/(hourly-forecasts|seed-frames)\\.ts$)"
      }
    },
    {
      name: "models-and-detectors-are-pure",
      severity: "error",
      from: {path: "^loaders/(outliers|forecast)/"},
      to: {
        pathNot: ["^loaders/(outliers|forecast|math)/", "^data/(schema|settings)\\.ts$", "^node_modules/@tensorflow/"]
      }
    },
    {
      name: "sources-know-only-source-and-schema",
      comment: "and what lies in the source's own folder, named as its file is",
      severity: "error",
      from: {path: "^collector/sources/([^/.]+)", pathNot: "^collector/sources/index\\.ts$"},
      to: {
        path: "^(collector|loaders|data|src)/",
        pathNot: [
          "^collector/(source|local-time|duration)\\.ts$",
          "^data/(schema|settings)\\.ts$",
          "^collector/sources/(shared|$1)/"
        ]
      }
    },
    {
      name: "src-data-alone-imports-loaders",
      severity: "error",
      from: {path: "^src/", pathNot: "^src/(data|tables)/"},
      to: {path: "^(loaders|collector|data)/"}
    },
    {name: "src-not-collector", severity: "error", from: {path: "^src/"}, to: {path: "^collector/"}},
    {
      name: "pages-come-last",
      comment: "but for the shape of a snapshot's figures and their comparison, which page and terminal have in common",
      severity: "error",
      from: {path: "^(collector|loaders|data)/"},
      to: {path: "^src/", pathNot: "^src/components/snapshot-(figures|diff)\\.ts$"}
    },
    {
      name: "product-not-tests",
      severity: "error",
      from: {path: "^(collector|loaders|data|src)/"},
      to: {path: "^(tests|bench)/"}
    },
    {
      name: "no-dev-dependency-in-product",
      severity: "error",
      from: {path: "^(collector|loaders|data|src)/"},
      to: {dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"]}
    }
  ],
  options: {
    doNotFollow: {path: "node_modules"},
    exclude: {
      path: ["(^|/)(\\.observablehq|dist|node_modules/\\.cache)/", "^data/(?!schema\\.ts|settings\\.ts|demo/)"]
    },
    tsPreCompilationDeps: true,
    tsConfig: {fileName: "tsconfig.json"},
    enhancedResolveOptions: {extensions: [".ts", ".js", ".cjs", ".mjs"]}
  }
};
