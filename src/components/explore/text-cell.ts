import {html} from "npm:htl";
import type {CellBody, CellHost} from "./cell-view.js";
import {markdown} from "./markdown.js";
import type {TextCell} from "./notebook.js";

/** Markdown as it reads; a click or Enter opens it for writing, Escape or leaving it closes it. */
export function textCell(first: TextCell, host: CellHost): CellBody<TextCell> {
  let cell = first;
  const shown = html`<div class="cell-text"></div>`;
  const area =
    html`<textarea class="cell-source" rows="4" aria-label="Text in Markdown" placeholder="Write in Markdown"></textarea>` as HTMLTextAreaElement;
  const edit = html`<button type="button" class="cell-edit">Edit text</button>`;
  const element = html`<div>${shown}${edit}${area}</div>`;
  const fit = () => {
    area.rows = Math.max(3, area.value.split("\n").length + 1);
  };
  const open = (writing: boolean) => {
    area.hidden = !writing;
    shown.hidden = edit.hidden = writing;
    fit();
  };
  edit.addEventListener("click", () => {
    open(true);
    area.focus();
  });
  shown.addEventListener("dblclick", () => edit.click());
  area.addEventListener("input", () => {
    fit();
    host.change({...cell, text: area.value});
  });
  area.addEventListener("blur", () => open(!cell.text.trim()));
  area.addEventListener("keydown", ({key}) => {
    if (key !== "Escape" || !cell.text.trim()) return;
    open(false);
    edit.focus();
  });
  const body: CellBody<TextCell> = {
    element,
    update(next) {
      if (next.text !== cell.text || !shown.firstChild) shown.innerHTML = markdown.html(next.text);
      cell = next;
      if (area.value !== next.text) area.value = next.text;
    },
    refresh() {},
    focus: () => (area.hidden ? edit : area).focus()
  };
  body.update(first);
  open(!first.text.trim());
  return body;
}
