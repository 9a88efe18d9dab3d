export const connectionLost = "connection lost: the server was stopped or the network is down; it is tried again";
export const noAnswer = "no answer: check host, port and firewall, and what the server is busy with";
const untrusted = 'its certificate is not trusted: name a file with its authority, as in tls: {ca: "ca.pem"}';

/** Why a server cannot be reached, by the codes of Node. */
const words: Record<string, string> = {
  ECONNREFUSED: "nobody listens there: start the server, or check host and port",
  ENOENT: "no such socket: start the server, or check the path",
  EACCES: "permission denied: let this user write to the socket",
  ENOTFOUND: "no such host: check its name",
  EAI_AGAIN: "no such host for now: check its name and the network",
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: "no way to that host: check the network",
  ENETUNREACH: "no way to that host: check the network",
  ECONNRESET: connectionLost,
  EPIPE: connectionLost,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host: write the host that it names",
  CERT_HAS_EXPIRED: "its certificate has expired: renew it"
};

/** What a driver's error means and what to do; `product` has the words for its server's own codes. */
export function serverProblem(error: unknown, product: Record<string, string>): string {
  const {code = "", errno, message, errors} = error as NodeJS.ErrnoException & {errors?: unknown[]};
  if (errors?.length && !message) return serverProblem(errors[0], product); // one for each address of a host
  const explained = product[code] ?? product[String(errno)];
  if (explained) return `${message.replace(/[.\s]+$/, "")}: ${explained}`;
  return words[code] ?? (message || code);
}
