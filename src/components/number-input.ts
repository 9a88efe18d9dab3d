import {html} from "npm:htl";

interface NumberOptions {
  label: string;
  /** What is counted, written behind the number. */
  unit: string;
  min: number;
  max: number;
  value: number;
}

/**
 * A whole number from `min` to `max`, typed or dragged, as an input that holds `value` and tells of changes, as Framework's
 * `view` asks. What is no such number while it is typed changes nothing.
 */
export function numberOf({label, unit, min, max, value}: NumberOptions): HTMLElement & {value: number} {
  const bounds = {min, max, step: 1, value};
  const typed = html`<input type="number" inputmode="numeric" ${bounds}>` as HTMLInputElement;
  const dragged = html`<input type="range" ${bounds} aria-label=${`${label}, ${unit}`}>` as HTMLInputElement;
  const input = Object.assign(
    html`<div class="controls"><label class="choice">${label} ${typed} ${unit}</label>${dragged}</div>`,
    {value}
  );
  const change = (text: string) => {
    const next = Number(text);
    if (text === "" || !Number.isInteger(next) || next < min || next > max || next === input.value) return;
    input.value = next;
    dragged.value = String(next);
    if (typed.value !== text) typed.value = text;
    input.dispatchEvent(new Event("input", {bubbles: true}));
  };
  for (const part of [typed, dragged])
    part.addEventListener("input", (event) => {
      event.stopPropagation();
      change(part.value);
    });
  typed.addEventListener("change", () => {
    typed.value = String(input.value);
  });
  return input;
}
