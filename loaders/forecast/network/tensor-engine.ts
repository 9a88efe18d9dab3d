/** TensorFlow.js and the name of the backend that it computes with. */
export interface TensorEngine {
  tf: typeof import("@tensorflow/tfjs-core");
  layers: typeof import("@tensorflow/tfjs-layers");
  backend: string;
}

export interface Backend {
  name: string;
  /** Loads the package that registers the backend; rejects where it is not installed. */
  load(): Promise<unknown>;
}

/** Nobody has to install it: its binary is downloaded while it is installed. */
const native: string = "@tensorflow/tfjs-node";

/** The fastest first. */
export const backends: readonly Backend[] = [
  {name: "tensorflow", load: () => import(native)},
  {name: "wasm", load: () => import("@tensorflow/tfjs-backend-wasm")},
  {name: "cpu", load: () => import("@tensorflow/tfjs-backend-cpu")}
];

/**
 * Loads TensorFlow.js, which takes a tenth of a second, with the first backend that works here. All of it, the WebAssembly
 * too, comes from installed packages and nothing from the network.
 */
export async function loadTensorEngine(candidates = backends): Promise<TensorEngine> {
  const tf = await import("@tensorflow/tfjs-core");
  tf.enableProdMode(); // else it advertises on stderr
  const layers = await import("@tensorflow/tfjs-layers");
  const reasons: unknown[] = [];
  for (const {name, load} of candidates)
    try {
      await load();
      if (await tf.setBackend(name)) return {tf, layers, backend: name};
      reasons.push(new Error(`cannot start: ${name}`));
    } catch (error) {
      reasons.push(error);
    }
  const names = candidates.map(({name}) => name).join(", ");
  throw new AggregateError(reasons, `no backend of TensorFlow.js works: ${names} (reinstall Weir's packages)`);
}
