import {serverProblem} from "../shared/sql/server-problem.ts";

const login = "not authorised: check user and passwordFrom";
const noTls = "it speaks no TLS: write mqtt://";

const words: Record<string | number, string> = {
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  // Reason codes of MQTT 3.1.1 and 5.
  1: "it does not speak this version of MQTT: set version",
  2: "clientId refused",
  3: "it is not available",
  4: "wrong user or password",
  5: login,
  132: 'it does not speak this version of MQTT: write version: "3.1.1"',
  133: "clientId refused",
  134: "wrong user or password",
  135: login,
  136: "it is not available",
  137: "it is busy",
  138: "client banned",
  139: "it is shutting down",
  142: "another client has connected with the same clientId",
  149: "packet too large",
  151: "quota exceeded"
};

/** What is wrong with a connection to a broker, in words. */
export function brokerProblem(error: unknown): string {
  const {code} = error as {code?: string | number};
  return words[code ?? ""] ?? serverProblem(error, {});
}
