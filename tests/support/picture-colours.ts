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
    const colours = Array.from({length: width * height}, (_, i) => data.slice(4 * i, 4 * i + 3).join(","));
    const counts: Record<string, number> = {};
    for (const colour of colours) counts[colour] = (counts[colour] ?? 0) + 1;
    return {width, height, counts, corner: colours[2 * width + 2]!};
  }, url);
