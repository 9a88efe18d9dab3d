/** 0 normal, 1 attention (90-95 %), 2 caution (95-98 %), 3 alert (98-99 %), 4 serious (99-100 %). */
export type Stage = 0 | 1 | 2 | 3 | 4;

export const stageNames = ["normal", "attention", "caution", "alert", "serious"] as const;

/** Central probability at which stages 1 to 4 begin. */
export const stageLevels = [0.9, 0.95, 0.98, 0.99] as const;

/** Stage of a central probability in [0, 1]: how much of what is usual lies nearer to the middle. */
export function stageOf(probability: number): Stage {
  let stage = 0;
  while (stage < 4 && probability >= stageLevels[stage]!) stage++;
  return stage as Stage;
}
