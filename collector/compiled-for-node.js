/** esbuild's settings for code of the project that this Node runs: packages stay where they are, and outputs share what they import. */
export const compiledForNode = {
  bundle: true,
  splitting: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: `node${process.versions.node}`
};
