/** The stages of a finding: told apart by name, colour and shape. */
export const stages = [
  {name: "normal", color: "var(--stage-0)", symbol: "circle"},
  {name: "attention", color: "var(--stage-1)", symbol: "circle"},
  {name: "caution", color: "var(--stage-2)", symbol: "triangle"},
  {name: "alert", color: "var(--stage-3)", symbol: "diamond"},
  {name: "serious", color: "var(--stage-4)", symbol: "square"}
] as const;

export type Stage = 0 | 1 | 2 | 3 | 4;
