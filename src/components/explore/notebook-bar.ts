import {html} from "npm:htl";

export interface BarActions {
  title(title: string): void;
  choose(title: string): void;
  create(): void;
  discard(): void;
  run(): void;
  link(): void;
  open(file: File): void;
  save(): void;
  page(): void;
}

/** What can be done with the notebook as a whole. */
export function notebookBar(actions: BarActions) {
  const button = (label: string, act: () => void, kind = "") => {
    const element = html`<button type="button" class=${kind}>${label}</button>`;
    element.addEventListener("click", act);
    return element;
  };
  const title =
    html`<input class="notebook-title" maxlength="200" spellcheck="false" aria-label="Title of the notebook">` as HTMLInputElement;
  title.addEventListener("change", () => actions.title(title.value.trim()));
  const kept = html`<select></select>` as HTMLSelectElement;
  kept.addEventListener("change", () => actions.choose(kept.value));
  const file = html`<input type="file" accept=".json,application/json" hidden>` as HTMLInputElement;
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (chosen) actions.open(chosen);
  });
  const status = html`<p class="status" role="status"></p>`;
  const element = html`<div class="notebook-bar">
    <div class="notebook-line">${title}${button("Run all", actions.run, "primary")}</div>
    <div class="notebook-line">
      <label class="choice">Notebook ${kept}</label>
      ${button("New", actions.create)} ${button("Delete notebook", actions.discard)} ${button("Copy link", actions.link)}
      ${button("Open file", () => file.click())} ${button("Save file", actions.save)} ${button("Export as page", actions.page)} ${file}
    </div>
    ${status}
  </div>`;
  return {
    element,
    /** Shows which notebook is open, among those that are kept. */
    show(current: string, titles: readonly string[]) {
      if (document.activeElement !== title) title.value = current;
      const all = titles.includes(current) ? titles : [current, ...titles];
      kept.replaceChildren(
        ...all.map((name) => html`<option value=${name} selected=${name === current}>${name}</option>`)
      );
    },
    say(...content: (string | Node)[]) {
      status.replaceChildren(...content);
    }
  };
}
