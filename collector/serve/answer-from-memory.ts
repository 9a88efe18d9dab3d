import type {IncomingMessage, ServerResponse} from "node:http";
import type {KeptAnswer} from "./kept-answers.ts";
import type {RateLimit} from "./rate-limit.ts";

export interface MemoryOptions {
  find: (request: IncomingMessage) => KeptAnswer | undefined;
  limit: RateLimit | null;
  /** Address of the client, behind proxies too. */
  addressOf: (request: IncomingMessage) => string;
  /** Told of each answer once it is out, with the seconds it took. */
  answered: (request: IncomingMessage, answer: {ip: string; bytes: number; seconds: number}) => void;
}

/**
 * Answers what is in memory, ahead of routes and hooks, which cost as much again as such an answer; false for what must
 * take that way: what is not in memory, waits for its turn on its connection, or comes from an address that asks too often.
 */
export function answerFromMemory({find, limit, addressOf, answered}: MemoryOptions) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (!response.socket) return false;
    const answer = find(request);
    if (!answer) return false;
    const ip = addressOf(request);
    if (limit && limit.take(ip) > 0) return false;
    const began = performance.now();
    const {headers, body} = answer;
    response.once("finish", () =>
      answered(request, {ip, bytes: body.length, seconds: (performance.now() - began) / 1000})
    );
    response.writeHead(200, headers).end(body);
    return true;
  };
}
