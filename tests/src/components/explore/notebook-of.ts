import type {Cell, Notebook} from "../../../../src/components/explore/notebook.js";

export const sql = (name: string, text: string): Cell => ({id: name, kind: "sql", name, sql: text});
export const number = (name: string, value: number): Cell => ({
  id: name,
  kind: "input",
  name,
  label: name,
  input: {type: "number", min: 0, max: 100, step: 1, value}
});
export const select = (name: string, cell: string, column: string, value: string | null = null): Cell => ({
  id: name,
  kind: "input",
  name,
  label: name,
  input: {type: "select", options: {cell, column}, value}
});
export const days = (name: string): Cell => ({
  id: name,
  kind: "input",
  name,
  label: name,
  input: {type: "dates", value: {from: "2026-01-01", to: "2026-02-01"}}
});
export const chartOf = (source: string, title = ""): Cell => ({
  id: `${source}-chart`,
  kind: "chart",
  source,
  title,
  chart: null
});
export const text = (text: string): Cell => ({id: "text", kind: "text", text});

export const notebookOf = (...cells: Cell[]): Notebook => ({version: 1, title: "Test", cells});
