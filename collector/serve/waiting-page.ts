import {escaped} from "./escaped.ts";

/** Seconds after which the page asks again. */
export const retryAfter = 2;

/** What readers see until the first snapshot is there. `progress` says what is happening. */
export function waitingPage(progress: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${retryAfter}">
<meta name="color-scheme" content="light dark">
<title>Weir is starting</title>
<style>
  body {
    margin: 0; min-height: 100vh; display: grid; place-items: center;
    font: 16px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText;
  }
  main { max-width: 28rem; padding: 2rem; }
  h1 { font-size: 1.25rem; font-weight: 600; margin: 0 0 .5rem; }
  p { margin: 0 0 .5rem; text-wrap: balance; }
  .progress { font-variant-numeric: tabular-nums; opacity: .75; }
  .line { height: 2px; margin: 1.5rem 0; overflow: hidden; background: color-mix(in srgb, CanvasText 12%, Canvas); }
  .line::after {
    content: ""; display: block; width: 30%; height: 100%; background: #2a78b8; animation: flow 2s ease-in-out infinite;
  }
  @keyframes flow { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
  @media (prefers-reduced-motion: reduce) { .line::after { animation: none; width: 100%; opacity: .4; } }
</style>
<main>
  <h1>The first report is being made</h1>
  <div class="line"></div>
  <p class="progress" role="status">${escaped(progress)}</p>
  <p>This page turns into the report by itself.</p>
</main>
</html>
`;
}
