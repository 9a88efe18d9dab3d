/**
 * Runs in a page before its own scripts: notes how long it takes from a pointer's event until every chart shows other
 * lines than before, and the browser has painted them. A text, since tsx adds calls to functions that pages do not have.
 */
export const redrawWatch = `
  window.redraws = {release: [], move: []};
  const line = (svg) => {
    const live = svg.querySelectorAll(".time-live path.line");
    const paths = live.length ? live : svg.querySelectorAll("[aria-label=line] path");
    return paths[paths.length - 1]?.getAttribute("d");
  };
  const lines = () => Array.from(document.querySelectorAll(".range-chart svg.brushable"), line);
  let waiting = [];
  let looking = false;
  const look = () => {
    const now = lines();
    const painted = waiting.filter(({before}) => now.length === before.length && now.every((d, i) => d && d !== before[i]));
    waiting = waiting.filter((one) => !painted.includes(one));
    if (painted.length) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        for (const {at, kind} of painted) window.redraws[kind].push(performance.now() - at);
      };
      channel.port2.postMessage(null);
    }
    if (waiting.length) requestAnimationFrame(look);
    else looking = false;
  };
  const watch = (kind) => (event) => {
    if (!window.watching || window.watching !== kind) return;
    waiting.push({kind, at: event.timeStamp, before: lines()});
    if (!looking) requestAnimationFrame(look);
    looking = true;
  };
  addEventListener("pointerup", watch("release"), {capture: true});
  addEventListener("pointermove", watch("move"), {capture: true});
`;

/** What the script leaves in the page; times in ms. */
export interface Watched {
  redraws: {release: number[]; move: number[]};
  watching: "release" | "move" | null;
}
