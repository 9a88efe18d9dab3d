import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {contrast, seenDistance, visions} from "../../support/colour-vision.ts";
import {root} from "../../support/root.ts";

const css = readFileSync(join(root, "src/styles/tokens.css"), "utf8");
const declared = Object.fromEntries(
  [...css.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!])
);
const ofTheme = (i: 0 | 1) =>
  Object.fromEntries(
    Object.entries(declared).map(([name, value]) => [
      name,
      value.replace(/light-dark\(([^,()]+), ([^,()]+)\)/g, (_, ...of) => of[i])
    ])
  );
const themes: Record<string, Record<string, string>> = {light: ofTheme(0), dark: ofTheme(1)};

for (const [theme, tokens] of Object.entries(themes)) {
  const color = (name: string): string => {
    const value = tokens[name] ?? "";
    const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
    if (other) return color(other);
    assert.match(value, /^#[0-9a-f]{6}$/, name);
    return value;
  };
  const close = (names: string[], least: (vision: (typeof visions)[number]) => number) =>
    names.flatMap((a, i) =>
      names.slice(i + 1).flatMap((b) =>
        visions.flatMap((vision) => {
          const distance = seenDistance(color(a), color(b), vision);
          return distance < least(vision) ? [`${a} and ${b} with ${vision}: ${distance.toFixed(3)}`] : [];
        })
      )
    );
  const faint = (names: string[], grounds: string[], least: number) =>
    names.flatMap((name) =>
      grounds.flatMap((ground) => {
        const ratio = contrast(color(name), color(ground));
        return ratio < least ? [`${name} on ${ground}: ${ratio.toFixed(2)}`] : [];
      })
    );
  const series = [1, 2, 3, 4, 5].map((n) => `series-${n}`);
  const stages = [1, 2, 3, 4].map((n) => `stage-${n}`);

  test(`tokens, ${theme}: series and stages stay apart for every kind of colour vision`, () => {
    const least = (vision: string) => (vision === "tritanopia" ? 0.06 : 0.07);
    assert.deepEqual([...close(series, least), ...close(stages, least)], []);
  });

  test(`tokens, ${theme}: text and the labels of series have a contrast of 4.5, marks of 3`, () => {
    assert.deepEqual(
      [
        ...faint(["ink", "ink-soft", "muted", "accent-ink", "good", "warn", "bad"], ["panel", "paper"], 4.5),
        ...faint(["accent-ink"], ["accent-wash"], 4.5),
        ...faint(["ink", "warn"], ["warn-wash"], 4.5),
        ...faint(["ink", "bad"], ["bad-wash"], 4.5),
        ...faint(["on-accent"], ["accent"], 4.5),
        ...faint(series, ["panel"], 4.5),
        ...faint([...stages, "stage-0"], ["panel"], 3)
      ],
      []
    );
  });
}

test("seenDistance() knows that red and green are close with deuteranopia alone", () => {
  const [red, green] = ["#b03a2e", "#5f7a1f"];
  assert.ok(seenDistance(red, green, "common") > 0.2);
  assert.ok(seenDistance(red, green, "deuteranopia") < 0.1);
  assert.equal(Math.round(contrast("#ffffff", "#000000")), 21);
});
