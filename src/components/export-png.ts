import type {ExportFacts} from "./export-facts.js";
import {exportSvg} from "./export-svg.js";
import {pngText} from "./png-text.js";

/** A figure as PNG with two pixels for each of the screen's; what it says of itself stands in text chunks. */
export async function exportPng(figure: HTMLElement, facts: ExportFacts, {scale = 2} = {}): Promise<Blob> {
  const {text, width, height} = exportSvg(figure, facts);
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!picture) throw new Error(`picture too large: ${canvas.width} x ${canvas.height} (make the window narrower)`);
  const bytes = new Uint8Array(await picture.arrayBuffer());
  return new Blob([pngText(bytes, {Software: "Weir", ...facts})], {type: "image/png"});
}
