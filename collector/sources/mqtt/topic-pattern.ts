/** A topic filter in which a level may be named: `plant/{thing}/{quantity}` subscribes to `plant/+/+`. */
export interface TopicPattern {
  filter: string;
  levels: string[];
}

/** What the names of a pattern stand for in a topic; null for names it has not. */
export interface TopicNames {
  thing: string | null;
  quantity: string | null;
}

const thing = "{thing}";
const quantity = "{quantity}";

/** Throws what is wrong with a pattern. */
export function topicPattern(text: string): TopicPattern {
  const levels = text.split("/");
  if (text === "" || Buffer.byteLength(text) > 65_535 || text.includes("\0")) throw new Error(`not a topic: ${text}`);
  if (levels[0] === "$share") throw new Error(`shared subscription: ${text} (write it without $share/<group>/)`);
  for (const [i, level] of levels.entries()) {
    if (level === thing || level === quantity) {
      if (levels.indexOf(level) !== i) throw new Error(`${level} occurs twice: ${text}`);
    } else if (/[{}]/.test(level))
      throw new Error(`unknown name: ${level} (write {thing} or {quantity}, as a whole level)`);
    else if (/[+#]/.test(level) && (level.length > 1 || (level === "#" && i < levels.length - 1)))
      throw new Error(`misplaced wildcard: ${text} (+ stands for a whole level, # for all levels at the end)`);
  }
  return {levels, filter: levels.map((level) => (/[{}]/.test(level) ? "+" : level)).join("/")};
}

export const namesQuantity = ({levels}: TopicPattern): boolean => levels.includes(quantity);

/** The names of a topic, or null when it does not fit. */
export function matchTopic({levels}: TopicPattern, topic: string): TopicNames | null {
  const parts = topic.split("/");
  const open = levels.at(-1) === "#";
  const fixed = open ? levels.slice(0, -1) : levels;
  if (open ? parts.length < fixed.length : parts.length !== fixed.length) return null;
  const names: TopicNames = {thing: null, quantity: null};
  for (const [i, level] of fixed.entries()) {
    if (level === thing) names.thing = parts[i]!;
    else if (level === quantity) names.quantity = parts[i]!;
    else if (level !== "+" && level !== parts[i]) return null;
  }
  return names;
}

/** Whether some topic fits both: a broker may then send each of its messages twice. */
export function overlap(a: TopicPattern, b: TopicPattern): boolean {
  const [left, right] = [a.filter.split("/"), b.filter.split("/")];
  for (let i = 0; ; i++) {
    const [x, y] = [left[i], right[i]];
    if (x === "#" || y === "#") return true;
    if (x === undefined || y === undefined) return x === y;
    if (x !== y && x !== "+" && y !== "+") return false;
  }
}
