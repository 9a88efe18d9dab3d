/** The time between plugging a meter in and hanging it up, and what it said meanwhile. */
export interface Session {
  /** ms, as all times here. */
  pluggedAt: number;
  hungUpAt: number;
  /** Numbers of the frames said in it: `from` up to, not including, `to`. */
  from: number;
  to: number;
}

export interface LineAccount {
  /** Frames that had to arrive: said after the first that did, and early enough before the hang-up. */
  due: number;
  lost: number;
  doubled: number;
  /** Frames said so shortly before the hang-up that the system may have thrown them away unread, and how many it did. */
  underWay: number;
  underWayLost: number;
  /** For every session after the first: from plugging in until the first frame that arrived was said; Infinity when none did. */
  backAfter: number[];
}

/**
 * What became of the frames of one line.
 *
 * @param saidAt when each frame was said, by its number
 * @param arrived numbers of the frames in the lake, in any order
 * @param grace a frame said this long before the hang-up had been read
 */
export function accountLine(
  sessions: Session[],
  saidAt: ArrayLike<number>,
  arrived: ArrayLike<number>,
  {grace}: {grace: number}
): LineAccount {
  const times = new Uint8Array(saidAt.length);
  for (let i = 0; i < arrived.length; i++) times[arrived[i]!]!++;
  const account = {due: 0, lost: 0, doubled: 0, underWay: 0, underWayLost: 0, backAfter: [] as number[]};
  for (const [i, {pluggedAt, hungUpAt, from, to}] of sessions.entries()) {
    let first = from;
    while (first < to && !times[first]) first++;
    if (i > 0) account.backAfter.push(first < to ? saidAt[first]! - pluggedAt : Number.POSITIVE_INFINITY);
    for (let n = first; n < to; n++) {
      const missing = times[n] ? 0 : 1;
      account.doubled += Math.max(0, times[n]! - 1);
      if (saidAt[n]! > hungUpAt - grace) {
        account.underWay++;
        account.underWayLost += missing;
      } else {
        account.due++;
        account.lost += missing;
      }
    }
  }
  return account;
}
