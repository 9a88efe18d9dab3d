import {type Output, TryLater, Undeliverable} from "../outputs/output.ts";
import {pause} from "../source.ts";
import type {DeadLetters} from "./dead-letters.ts";

export interface Resent {
  /** Ids of messages. */
  delivered: string[];
  refused: {id: string; problem: string}[];
  /** How many were not tried because of a problem, and that; empty when all were. */
  left: number;
  problem: string;
}

/** How often a receiver may ask for time, and how much of it, ms. */
const [mostWaits, longestWait] = [5, 60_000];

/**
 * Delivers what an output has refused once more, in order, with the ids that it had. What is delivered is taken from the
 * letters, one by one; what is refused stays. Ends with the first message that neither arrives nor is refused.
 *
 * @param create makes the output; throws what is missing
 */
export async function resendLetters(letters: DeadLetters, create: () => Output): Promise<Resent> {
  const {signal} = new AbortController();
  const result: Resent = {delivered: [], refused: [], left: 0, problem: ""};
  const all = await letters.all();
  let output: Output | undefined;
  try {
    output = create();
    for (const {message} of all) {
      await letters.look();
      if (!letters.has(message.id)) continue; // somebody else was faster
      const problem = await delivered(output, message, signal);
      if (problem !== null) result.refused.push({id: message.id, problem});
      else {
        await letters.done(message.id);
        result.delivered.push(message.id);
      }
    }
  } catch (error) {
    result.problem = (error as Error).message;
    result.left = letters.count - result.refused.length;
  } finally {
    await output?.close();
  }
  return result;
}

/** Null when it has arrived, or why it is refused; throws when neither is known. */
async function delivered(output: Output, message: Parameters<Output["deliver"]>[0], signal: AbortSignal) {
  for (let waits = 0; ; waits++)
    try {
      await output.deliver(message, signal);
      return null;
    } catch (error) {
      if (error instanceof Undeliverable) return error.message;
      if (!(error instanceof TryLater) || error.afterMs > longestWait || waits === mostWaits) throw error;
      await pause(error.afterMs, signal);
    }
}
