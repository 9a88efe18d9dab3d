import {createContext, Script} from "node:vm";
import {type EntryField, entryFields, entryOf} from "./entry-of.ts";
import {attempt, type LogFormat} from "./log-format.ts";

/** For so long a pattern may look at the lines of a batch, and then at each line alone, ms; other sources wait meanwhile. */
const patience = {batch: 500, line: 20};
/** After so many lines that took too long, the rest of their batch is not looked at. */
const slowLines = 10;

/** A field's place in a line: start and end. */
type Span = [number, number];
/** The named groups of a line, or null where the pattern does not match. */
type Match = Partial<Record<EntryField, Span>> | null;

/** Finds the groups; runs apart, since only what runs there can be stopped in the middle of a match. */
const finder = new Script(
  "lines.map((line) => { const match = pattern.exec(line); return match && {...match.indices.groups}; })"
);

/** The names of a pattern's groups: an empty alternative makes it match, so that all of them are listed. */
export function groupsOf(pattern: RegExp): string[] {
  const match = new RegExp(`${pattern.source}|`, pattern.flags).exec("");
  return Object.keys(match?.groups ?? {});
}

/**
 * Lines of a form that people describe themselves: a regular expression whose named groups are the fields. A line on
 * which the expression takes too long (nested repetitions can take years) is none of the format.
 */
export function patternFormat(pattern: RegExp, timeZone: string): LogFormat {
  const context = createContext({pattern: new RegExp(pattern.source, withIndices(pattern.flags)), lines: []});
  const matches = (lines: string[], timeout: number): Match[] => {
    context.lines = lines;
    return finder.runInContext(context, {timeout}) as Match[];
  };
  const one = (line: string): Match | Error => {
    try {
      return matches([line], patience.line)[0]!;
    } catch (cause) {
      return new Error("the pattern takes too long on this line (avoid repetitions inside repetitions)", {cause});
    }
  };
  const eachAlone = (lines: string[]): (Match | Error)[] => {
    let slow: Error | null = null;
    let count = 0;
    return lines.map((line) => {
      const match = slow && count >= slowLines ? slow : one(line);
      if (!(match instanceof Error)) return match;
      slow = match;
      count += 1;
      return match;
    });
  };
  const all = (lines: string[]): (Match | Error)[] => {
    try {
      return matches(lines, patience.batch);
    } catch {
      return eachAlone(lines);
    }
  };

  return {
    parse: (lines) =>
      all(lines).map((match, i) =>
        match instanceof Error ? match : attempt(() => entryOf(fieldsOf(lines[i]!, match), timeZone))
      ),
    redact(line, hash) {
      const match = one(line);
      const span = match instanceof Error ? undefined : match?.actor;
      return span ? line.slice(0, span[0]) + hash(line.slice(...span)) + line.slice(span[1]) : line;
    }
  };
}

/** Matches are independent of each other, and tell where groups stand. */
const withIndices = (flags: string): string => `${flags.replace(/[dgy]/g, "")}d`;

function fieldsOf(line: string, match: Match): Partial<Record<EntryField, string>> {
  if (!match) throw new Error("does not match the pattern");
  const found = entryFields.flatMap((field) => (match[field] ? [[field, line.slice(...match[field])]] : []));
  return Object.fromEntries(found);
}
