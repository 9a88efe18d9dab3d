import {BlockList, isIPv6} from "node:net";
import type {FastifyRequest} from "fastify";
import type {Login} from "./login.ts";
import type {Identity, Role} from "./roles.ts";

export interface HeaderLoginOptions {
  /** In lower case. */
  header: string;
  /** Addresses and ranges. */
  proxies: string[];
  roles: {operator: string[]; admin: string[]};
}

/** Takes the word of a proxy in front: the header counts when the connection comes from that proxy, and never else. */
export function headerLogin({header, proxies, roles}: HeaderLoginOptions): Login {
  const trusted = blockList(proxies);
  const roleOf = (user: string): Role => {
    if (roles.admin.includes(user)) return "admin";
    return roles.operator.includes(user) ? "operator" : "reader";
  };
  return {
    cookie: "weir-visit",
    hasPage: false,
    routes() {},
    metrics: () => [],
    problems: () => [],
    identify({socket, headers}: FastifyRequest): Identity | undefined {
      const {remoteAddress: address = ""} = socket;
      if (!trusted.check(address, isIPv6(address) ? "ipv6" : "ipv4")) return undefined;
      const user = headers[header];
      // Node joins a header that is there twice: whoever sent the first one is not the proxy
      if (typeof user !== "string" || !/^[^\s,]{1,128}$/.test(user)) return undefined;
      return {user, role: roleOf(user)};
    }
  };
}

function blockList(addresses: string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    const [network = "", bits] = address.split("/");
    const family = isIPv6(network) ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(network, family);
    else list.addSubnet(network, Number(bits), family);
  }
  return list;
}
