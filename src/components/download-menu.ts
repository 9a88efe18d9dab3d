import {html} from "npm:htl";
import type {DownloadOptions} from "./download-options.js";
import {exportFacts} from "./export-facts.js";
import {fileName} from "./file-name.js";
import type {Meta} from "./meta.js";
import {typedColumns} from "./typed-columns.js";

interface Parts {
  element: HTMLElement;
  button: HTMLElement;
  /** Where failures are told. */
  status: HTMLElement;
}

interface Format {
  label: string;
  about: string;
  extension: string;
  make: (facts: Awaited<ReturnType<typeof exportFacts>>) => Promise<Blob>;
}

/**
 * The menu of a download button, closed at first; what is given back opens it at an item, or closes it. `meta` is passed along
 * since modules that are fetched later do not share what those of the page keep.
 */
export function downloadMenu<Row>(
  {element, button, status}: Parts,
  options: DownloadOptions<Row>,
  meta: () => Meta | undefined
) {
  const items = formats(options).map((format) => {
    const item: HTMLElement = html`<button type="button" role="menuitem" tabindex="-1">${format.label} <small>${format.about}</small></button>`;
    item.addEventListener("click", () => {
      close();
      void save(format);
    });
    return item;
  });
  const menu = html`<div class="download-menu" role="menu" aria-label="Download as">${items}</div>`;
  menu.hidden = true;
  element.append(menu);

  async function save({extension, label, make}: Format): Promise<void> {
    status.textContent = "";
    const slow = setTimeout(() => (status.textContent = `Making ${label} …`), 300);
    try {
      const facts = await exportFacts(options, meta());
      saveFile(await make(facts), fileName(options.name ?? facts.title, facts.snapshot, extension));
      status.textContent = "";
    } catch (error) {
      status.textContent = `No ${label}: ${(error as Error).message}`;
    } finally {
      clearTimeout(slow);
    }
  }

  const close = () => {
    if (menu.contains(document.activeElement)) button.focus();
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };

  const at = (step: number) => {
    const from = items.indexOf(document.activeElement as HTMLElement);
    items.at((from + step) % items.length)?.focus();
  };
  const moves: Record<string, () => void> = {
    ArrowDown: () => at(1),
    ArrowUp: () => at(-1),
    Home: () => items[0]?.focus(),
    End: () => items.at(-1)?.focus(),
    Escape: close
  };
  menu.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  });
  element.addEventListener("focusout", ({relatedTarget}) => {
    if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) close();
  });

  return (item: "first" | "last" = "first") => {
    if (!menu.hidden) return close();
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    items.at(item === "first" ? 0 : -1)?.focus();
  };
}

/** What can be saved: a picture where there is one, rows where there are any. */
function formats<Row>({columns, rows, picture}: DownloadOptions<Row>): Format[] {
  const table = () => typedColumns(columns, rows());
  const drawn: Format[] = picture
    ? [
        {
          label: "PNG",
          about: "picture",
          extension: "png",
          make: async (facts) => (await import("./export-png.js")).exportPng(picture(), facts)
        },
        {
          label: "SVG",
          about: "drawing",
          extension: "svg",
          make: async (facts) =>
            new Blob([(await import("./export-svg.js")).exportSvg(picture(), facts).text], {type: "image/svg+xml"})
        }
      ]
    : [];
  const read: Format[] = rows().length
    ? [
        {
          label: "CSV",
          about: "spreadsheet",
          extension: "csv",
          make: async (facts) =>
            new Blob([(await import("./export-csv.js")).exportCsv(table(), facts)], {type: "text/csv;charset=utf-8"})
        },
        {
          label: "Parquet",
          about: "analysis",
          extension: "parquet",
          make: async (facts) => (await import("./export-parquet.js")).exportParquet(table(), facts)
        }
      ]
    : [];
  return [...drawn, ...read];
}

function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
