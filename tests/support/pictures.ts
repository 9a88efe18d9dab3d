import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";

export interface Pictures {
  /** Whether this machine writes text otherwise than the one where the pictures were made, so that none would fit. */
  otherFonts: boolean;
  /** What differs from the kept picture of that name, in words; null when nothing that people would see. */
  compare(name: string, screenshot: Buffer): Promise<string | null>;
}

/** Kept pictures are this much smaller than the page, which evens out how edges of letters are drawn. */
const scale = 0.25;

/** The largest part of a picture's squares of 8 x 8 pixels that may differ, and from which mean difference of 255 one does. */
const tolerated = {squares: 0.002, difference: 12};

/**
 * Small pictures of pages in a folder, compared with how the pages look now. With UPDATE=1 they are kept anew. The
 * browser itself draws and compares them.
 */
export async function pictures(folder: string, browser: Browser): Promise<Pictures> {
  const page = await browser.newPage();
  const update = Boolean(process.env.UPDATE);
  const fontsFile = join(folder, "fonts.txt");
  const fonts = await textWidths(page);
  mkdirSync(folder, {recursive: true});
  if (update) writeFileSync(fontsFile, `${fonts}\n`);
  return {
    otherFonts: !existsSync(fontsFile) || readFileSync(fontsFile, "utf8").trim() !== fonts,
    async compare(name, screenshot) {
      const file = join(folder, `${name}.webp`);
      const now = await page.evaluate(smaller, {url: dataUrl(screenshot, "png"), scale});
      if (update) {
        writeFileSync(file, Buffer.from(now.split(",")[1]!, "base64"));
        return null;
      }
      if (!existsSync(file)) return "no picture is kept (UPDATE=1 npm test -- browser/looks)";
      return page.evaluate(difference, {now, kept: dataUrl(readFileSync(file), "webp"), tolerated});
    }
  };
}

const dataUrl = (image: Buffer, type: "png" | "webp"): string =>
  `data:image/${type};base64,${image.toString("base64")}`;

/** Widths of a text in the fonts that pages use: they tell one set of fonts from another. */
const textWidths = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d")!;
    return ["500 26px Inter, Arial, sans-serif", "13px ui-monospace, monospace"]
      .map((font) => {
        context.font = font;
        return context.measureText("Flow at 001 is normal: 1,234.5 m³/h").width.toFixed(2);
      })
      .join(" ");
  });

/** These two run in the browser. */
async function smaller({url, scale}: {url: string; scale: number}): Promise<string> {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = canvas.getContext("2d")!;
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", 0.7);
}

async function difference({
  now,
  kept,
  tolerated
}: {
  now: string;
  kept: string;
  tolerated: {squares: number; difference: number};
}): Promise<string | null> {
  const [a, b] = await Promise.all(
    [now, kept].map(async (url) => {
      const image = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = document.createElement("canvas");
      Object.assign(canvas, {width: image.width, height: image.height});
      const context = canvas.getContext("2d", {willReadFrequently: true})!;
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height);
    })
  );
  if (a!.width !== b!.width || Math.abs(a!.height - b!.height) > 1)
    return `${a!.width} x ${a!.height} and not ${b!.width} x ${b!.height}`;
  const columns = Math.ceil(a!.width / 8);
  const rows = Math.ceil(Math.min(a!.height, b!.height) / 8);
  const sums = new Float64Array(columns * rows);
  for (let y = 0; y < Math.min(a!.height, b!.height); y++)
    for (let x = 0; x < a!.width; x++) {
      const at = 4 * (y * a!.width + x);
      for (let channel = 0; channel < 3; channel++)
        sums[Math.floor(y / 8) * columns + Math.floor(x / 8)]! += Math.abs(
          a!.data[at + channel]! - b!.data[at + channel]!
        );
    }
  const differing = sums.reduce((n, sum) => n + Number(sum / (3 * 64) > tolerated.difference), 0);
  if (differing <= tolerated.squares * sums.length) return null;
  const first = sums.findIndex((sum) => sum / (3 * 64) > tolerated.difference);
  return `${differing} of ${sums.length} squares differ, the first at ${(first % columns) * 8}, ${Math.floor(first / columns) * 8}`;
}
