export declare const compiledForNode: {
  bundle: true;
  splitting: true;
  packages: "external";
  format: "esm";
  platform: "node";
  target: string;
};
