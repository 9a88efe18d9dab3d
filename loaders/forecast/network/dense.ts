import type {Weights} from "./network.ts";

/** Adds inputs times a kernel (inputs x outputs, row by row) to outputs. The inputs begin at a place of an array. */
export function addProduct(outputs: Float32Array, inputs: Float32Array, {shape, values}: Weights, place = 0): void {
  const [rows, columns] = shape as [number, number];
  for (let i = 0; i < rows; i++) {
    const x = inputs[place + i]!;
    for (let j = 0; j < columns; j++) outputs[j]! += x * values[i * columns + j]!;
  }
}
