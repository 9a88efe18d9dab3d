import {type Cell, type ChartChoice, chartMarks, type Input, limits, type Notebook} from "./notebook.js";

type Fields = Record<string, unknown>;

/**
 * Reads what a file or a link holds. Whatever is not as a notebook is throws one error that says where, what and the remedy;
 * fields that are not known are left out.
 */
export function decodeNotebook(text: string): Notebook {
  if (text.length > limits.bytes)
    throw new Error(`notebook too large: ${text.length} characters (at most ${limits.bytes})`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`not a notebook: ${JSON.stringify(text.slice(0, 40))} (choose a file that Save file wrote)`);
  }
  return notebookOf(value);
}

/** The same of what was parsed already. */
export function notebookOf(value: unknown): Notebook {
  const {version, title, cells} = fields(value, "notebook");
  if (version !== 1) throw new Error(`unknown notebook version: ${short(version)} (this page reads version 1)`);
  if (!Array.isArray(cells)) throw new Error(`cells are not a list: ${short(cells)} (write "cells": [])`);
  if (cells.length > limits.cells) throw new Error(`too many cells: ${cells.length} (at most ${limits.cells})`);
  const notebook: Notebook = {version, title: string(title, "title", limits.title), cells: cells.map(cellOf)};
  const ids = new Set<string>();
  for (const {id} of notebook.cells) {
    if (ids.has(id)) throw new Error(`two cells have the same id: ${id} (give each its own)`);
    ids.add(id);
  }
  return notebook;
}

function cellOf(value: unknown, i: number): Cell {
  const at = `cell ${i + 1}`;
  const cell = fields(value, at);
  const id = string(cell.id, `${at}, id`, limits.name);
  const text = (name: string, most: number) => string(cell[name], `${at}, ${name}`, most);
  switch (cell.kind) {
    case "text":
      return {id, kind: "text", text: text("text", limits.text)};
    case "input": {
      const input = inputOf(cell.input, `${at}, input`);
      return {id, kind: "input", name: text("name", limits.name), label: text("label", limits.title), input};
    }
    case "sql":
      return {id, kind: "sql", name: text("name", limits.name), sql: text("sql", limits.text)};
    case "chart": {
      const chart = cell.chart == null ? null : chartOf(cell.chart, `${at}, chart`);
      return {id, kind: "chart", source: text("source", limits.name), title: text("title", limits.title), chart};
    }
    default:
      throw new Error(`unknown kind of cell: ${short(cell.kind)} (${at}; write text, input, sql or chart)`);
  }
}

function inputOf(value: unknown, at: string): Input {
  const input = fields(value, at);
  switch (input.type) {
    case "number": {
      const [min, max, step, now] = ["min", "max", "step", "value"].map((name) =>
        number(input[name], `${at}, ${name}`)
      );
      if (!(min! < max!)) throw new Error(`not a range: ${min} to ${max} (${at}; min lies below max)`);
      if (!(step! > 0)) throw new Error(`invalid step: ${step} (${at}; write a number above 0)`);
      return {type: "number", min: min!, max: max!, step: step!, value: Math.min(max!, Math.max(min!, now!))};
    }
    case "select":
      return {
        type: "select",
        options: optionsOf(input.options, `${at}, options`),
        value: input.value == null ? null : string(input.value, `${at}, value`, limits.title)
      };
    case "dates": {
      const {from, to} = fields(input.value, `${at}, value`);
      return {type: "dates", value: {from: day(from, `${at}, from`), to: day(to, `${at}, to`)}};
    }
    case "text":
      return {type: "text", value: string(input.value, `${at}, value`, limits.text)};
    default:
      throw new Error(`unknown type of input: ${short(input.type)} (${at}; write number, select, dates or text)`);
  }
}

function optionsOf(value: unknown, at: string) {
  if (!Array.isArray(value)) {
    const {cell, column} = fields(value, at);
    return {cell: string(cell, `${at}, cell`, limits.name), column: string(column, `${at}, column`, limits.title)};
  }
  if (value.length > limits.options)
    throw new Error(`too many options: ${value.length} (${at}; at most ${limits.options})`);
  return value.map((option) => string(option, at, limits.title));
}

function chartOf(value: unknown, at: string): ChartChoice {
  const {mark, x, y, series} = fields(value, at);
  const known = chartMarks.find((name) => name === mark);
  if (!known) throw new Error(`unknown mark: ${short(mark)} (${at}; write ${chartMarks.join(", ")})`);
  const column = (name: unknown, what: string) => string(name, `${at}, ${what}`, limits.title);
  return {
    mark: known,
    x: column(x, "x"),
    y: y == null ? null : column(y, "y"),
    series: series == null ? null : column(series, "series")
  };
}

function fields(value: unknown, at: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${at} is not an object: ${short(value)} (choose a file that Save file wrote)`);
  return value as Fields;
}

function string(value: unknown, at: string, most: number): string {
  if (typeof value !== "string") throw new Error(`not a text: ${short(value)} (${at})`);
  if (value.length > most) throw new Error(`too long: ${value.length} characters (${at}; at most ${most})`);
  return value;
}

function number(value: unknown, at: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Error(`not a number: ${short(value)} (${at})`);
  return value;
}

function day(value: unknown, at: string): string {
  const text = string(value, at, 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new Error(`not a day: ${text} (${at}; write it as 2026-01-31)`);
  return text;
}

const short = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 40);
