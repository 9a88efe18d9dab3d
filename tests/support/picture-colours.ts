import type {Page} from "playwright-core";

export interface PictureColours {
  width: number;
  height: number;
  /** Pixels by colour as `r,g,b`. */
  counts: Record<string, number>;
  /** Of the pixel at 2, 2. */
  corner: string;
}

/** Draws a picture by itself in a browser, which knows nothing of the page it came from, and counts its pixels by colour. */
export const pictureColours = (page: Page, url: string): Promise<PictureColours> =>
  page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const {data, width, height} = context.getImageData(0, 0, canvas.width, canvas.height);
    const at = (i: number) => `${data[i]},${data[i + 1]},${data[i + 2]}`;
    const counts: Record<string, number> = {};
    for (let i = 0; i < data.length; i += 4) counts[at(i)] = (counts[at(i)] ?? 0) + 1;
    return {width, height, counts, corner: at((2 * width + 2) * 4)};
  }, url);
