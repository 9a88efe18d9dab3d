import type {ImbalanceCell} from "./imbalance.ts";

/** How one requester is served lately, and how before. Shares lie in [0, 1]. */
export interface RequesterStanding {
  name: string;
  requests: number;
  /** Imbalanced of the requests made from `from` on. */
  share: number;
  /** The same of the stretch of equal length before; null without requests in it. */
  before: number | null;
  /** Share by the seventh day, oldest first, both stretches; null without requests. */
  weekly: (number | null)[];
}

const week = 7 * 86_400_000;

/** How requesters are served in [from, to), against the stretch of equal length before; those who asked for nothing lately are left out. */
export function requesterStandings(
  cells: readonly ImbalanceCell[],
  {from, to}: {from: number; to: number}
): RequesterStanding[] {
  const start = from - (to - from);
  const names = new Set(cells.filter(({hour}) => hour >= from).map(({name}) => name));
  return Array.from(names, (name) => {
    const own = cells.filter((cell) => cell.name === name);
    const within = (low: number, high: number) => own.filter(({hour}) => hour >= low && hour < high);
    const weeks = Array.from({length: Math.ceil((to - start) / week)}, (_, i) => to - (i + 1) * week).reverse();
    return {
      name,
      requests: within(from, to).reduce((sum, {requests}) => sum + requests, 0),
      share: shareOf(within(from, to))!,
      before: shareOf(within(start, from)),
      weekly: weeks.map((time) => shareOf(within(time, time + week)))
    };
  });
}

function shareOf(cells: readonly ImbalanceCell[]): number | null {
  const requests = cells.reduce((sum, cell) => sum + cell.requests, 0);
  return requests ? cells.reduce((sum, {late, missing}) => sum + late + missing, 0) / requests : null;
}
