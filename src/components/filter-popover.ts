import {html} from "npm:htl";

export interface Popover {
  element: HTMLElement;
  /** Writes the choice on the button. */
  say(text: string): void;
  close(): void;
}

/** A button that opens a panel below itself; Escape, a click elsewhere and leaving it with Tab close it. */
export function filterPopover({label, content}: {label: string; content: Node}, opened = () => {}): Popover {
  const text = html`<span></span>`;
  const button = html`<button type="button" aria-expanded="false">${text}</button>`;
  const panel = html`<div class="filter-panel" role="group" aria-label=${label} hidden>${content}</div>`;
  const element = html`<div class="filter-popover"><span class="filter-label">${label}</span>${button}${panel}</div>`;

  function show(open: boolean) {
    if (open === !panel.hidden) return;
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    opened();
    panel.style.transform = "";
    const over = panel.getBoundingClientRect().right - document.documentElement.clientWidth + 16;
    if (over > 0) panel.style.transform = `translateX(${-over}px)`;
  }

  button.addEventListener("click", () => show(panel.hidden));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    show(false);
    button.focus();
  });
  element.addEventListener("focusout", ({relatedTarget}) => {
    if (relatedTarget instanceof Node && !element.contains(relatedTarget)) show(false);
  });
  document.addEventListener("pointerdown", ({target}) => {
    if (target instanceof Node && !element.contains(target)) show(false);
  });

  return {
    element,
    say(choice) {
      text.textContent = choice;
      button.setAttribute("aria-label", `${label}: ${choice}`);
    },
    close() {
      show(false);
      button.focus();
    }
  };
}
