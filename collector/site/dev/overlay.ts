import type {Problem} from "./problems.ts";

/**
 * Runs in the browser, on every page of the preview: shows what has to be mended until it is, or until Escape. A page that
 * could not be made at all is loaded again when something changes.
 */
function overlay(): void {
  const host = document.createElement("weir-problems");
  const root = host.attachShadow({mode: "open"});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto; padding: 16px 24px 24px;
      font: 14px/1.5 system-ui, sans-serif; color-scheme: light dark; color: CanvasText; background: Canvas;
      border-top: 4px solid light-dark(#b3261e, #ff8a80); box-shadow: 0 -4px 24px rgb(0 0 0 / 0.3); }
    header { display: flex; gap: 16px; align-items: baseline; justify-content: space-between; }
    h2 { margin: 0; font-size: 16px; }
    article { margin-top: 12px; }
    p { margin: 0; overflow-wrap: anywhere; }
    code { font: 13px/1.5 ui-monospace, monospace; }
    pre { margin: 8px 0 0; padding: 8px 12px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere;
      font: 12px/1.5 ui-monospace, monospace; background: color-mix(in srgb, CanvasText 8%, Canvas); }
    button { font: inherit; padding: 4px 12px; }`);
  root.adoptedStyleSheets = [sheet];
  let shown = "";
  let dismissed = "";

  const element = (name: string, ...children: (Node | string)[]): HTMLElement => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };
  const dismiss = () => {
    dismissed = shown;
    host.remove();
  };
  const show = (text: string) => {
    const problems = JSON.parse(text) as Problem[];
    shown = text;
    if (text !== dismissed) dismissed = "";
    if (!problems.length || dismissed) return host.remove();
    const close = element("button", "Close (Esc)");
    close.addEventListener("click", dismiss);
    const title = problems.length === 1 ? "1 thing to mend" : `${problems.length} things to mend`;
    const articles = problems.map(({place, message, printed}) =>
      element(
        "article",
        element("p", element("code", place), `: ${message}`),
        ...(printed ? [element("pre", printed)] : [])
      )
    );
    const section = element("section", element("header", element("h2", title), close), ...articles);
    section.setAttribute("role", "alert");
    root.replaceChildren(section);
    document.documentElement.append(host);
  };

  // The preview names a sheet by its own text alone, and would not notice one that it imports.
  const restyle = () => {
    const marked = "weirStyles";
    for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet][href*="/_import/"]')) {
      if (link.dataset[marked] !== undefined) continue;
      const copy = link.cloneNode() as HTMLLinkElement;
      copy.disabled = false;
      copy.dataset[marked] = "";
      copy.href = `${link.href}&at=${Date.now()}`;
      copy.addEventListener("load", () => {
        link.disabled = true;
        while (copy.nextElementSibling instanceof HTMLLinkElement && copy.nextElementSibling.dataset[marked] === "")
          copy.nextElementSibling.remove();
      });
      link.after(copy);
    }
  };

  addEventListener("keydown", ({key}) => {
    if (key === "Escape" && host.isConnected) dismiss();
  });
  const events = new EventSource(`/_weir/events?page=${encodeURIComponent(location.pathname)}`);
  events.addEventListener("problems", ({data}) => show(data));
  events.addEventListener("styles", restyle);
  events.addEventListener("changed", () => {
    if (document.querySelector("meta[name=weir-waits]")) location.reload();
  });
}

/** The overlay as a script; some compilers name inner functions by a helper, which it brings along. */
export const overlayScript = `{const __name = (value) => value; (${overlay})();}\n`;
