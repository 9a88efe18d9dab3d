import {html} from "npm:htl";
import type {DownloadOptions} from "./download-options.js";
import {pageMeta} from "./page-meta.js";

/**
 * A button whose menu saves what is shown: rows as CSV or Parquet, a figure as PNG or SVG. Nothing of it is fetched before it is
 * pressed.
 */
export function download<Row>(options: DownloadOptions<Row>): HTMLElement {
  const subject = options.title ?? options.name ?? "table";
  const button: HTMLElement = html`<button type="button" aria-haspopup="menu" aria-expanded="false">Download<span class="unseen">: ${subject}</span></button>`;
  const status = html`<span class="download-status" role="status"></span>`;
  const element = html`<div class="download">${status}${button}</div>`;
  let toggle: ((at?: "first" | "last") => void) | undefined;

  async function press(at: "first" | "last"): Promise<void> {
    try {
      toggle ??= (await import("./download-menu.js")).downloadMenu({element, button, status}, options, pageMeta);
      toggle(at);
    } catch (error) {
      status.textContent = `Not available: ${(error as Error).message}`;
    }
  }

  button.addEventListener("click", () => void press("first"));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    void press(event.key === "ArrowDown" ? "first" : "last");
  });
  return element;
}
