import {html} from "npm:htl";
import {type Column, dataTable} from "./data-table.js";
import {formatBytes, formatNumber, formatPercent, missing} from "./format.js";
import type {Change} from "./snapshot-diff.js";

/** A value with its unit, bytes in units that people read. */
export const formatFigure = (value: number | null, unit: string): string =>
  value === null ? missing : unit === "B" ? formatBytes(value) : `${formatNumber(value)} ${unit}`.trim();

/** With so many digits that a small one is not zero. */
function formatDifference(value: number | null, unit: string): string {
  if (value === null) return missing;
  if (value === 0) return "0";
  const size = Math.abs(value);
  const written =
    unit === "B" ? formatBytes(size) : `${formatNumber(size, size < 0.1 ? {digits: 3} : {})} ${unit}`.trim();
  return `${value > 0 ? "+" : "−"}${written}`;
}

/** A share with its sign, as in +4 % or −12 %. */
export function formatChange(share: number | null): string {
  if (share === null) return missing;
  if (share === 0) return "0 %";
  const size = Math.abs(share);
  return `${share > 0 ? "+" : "−"}${formatPercent(size, size < 0.001 ? {digits: 2} : {})}`;
}

/** Numbers of two snapshots side by side. Those that did not change are grey. */
export function snapshotChanges({
  label,
  rows,
  limit = 12
}: {
  label: string;
  rows: Change[];
  limit?: number;
}): HTMLElement {
  const grey = (text: string, row: Change) =>
    row.a === row.b ? html`<span class="unchanged">${text}</span>` : document.createTextNode(text);
  const number = (
    head: string,
    value: (row: Change) => number | null,
    show: (row: Change) => string
  ): Column<Change> => ({
    label: head,
    value,
    show: (row) => grey(show(row), row),
    kind: "number"
  });
  return dataTable({
    label,
    rows,
    limit,
    columns: [
      {label: "Figure", value: ({label}) => label, kind: "nowrap"},
      number(
        "A",
        ({a}) => a,
        ({a, unit}) => formatFigure(a, unit)
      ),
      number(
        "B",
        ({b}) => b,
        ({b, unit}) => formatFigure(b, unit)
      ),
      number(
        "Difference",
        ({difference}) => difference,
        ({difference, unit}) => formatDifference(difference, unit)
      ),
      number(
        "Change",
        ({share}) => share,
        ({share}) => formatChange(share)
      ),
      {label: "Area", value: ({area}) => area, kind: "nowrap"}
    ]
  });
}
