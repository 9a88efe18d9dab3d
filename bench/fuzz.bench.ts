import type {Bench, BenchContext} from "./bench.ts";
import {type FuzzFigures, fuzz} from "./support/fuzz.ts";
import {type FuzzedLogin, fuzzedSite} from "./support/fuzzed-site.ts";

const requests = Number(process.env.WEIR_FUZZ_REQUESTS ?? 1_000_000);

const tenths = 10;

/** Half of the requests go to a site that everybody may read. */
const shares: Record<FuzzedLogin, number> = {none: 0.5, users: 0.35, header: 0.15};

/**
 * Odd paths, methods, headers and bodies over raw sockets, WEIR_FUZZ_REQUESTS of them, a million unless told, to three
 * sites: without a login, with local users, and behind a proxy that names users. With a login a quarter of the connections
 * come from readers, so that what lies behind it is asked oddly too.
 *
 * Memory is flat when the least resident set of the last three tenths of a site's requests is no more than 12 MB above that
 * of the first three, after a fifth in which caches fill; garbage that waits to be collected moves neither. 12 MB in the
 * 280,000 requests between them are 43 bytes for each. The heap may grow to 64 MB: a leak ends the process.
 */
export const bench: Bench = {
  name: "fuzz",
  about: `${requests} odd requests over raw sockets to weir serve`,
  async run(context) {
    const open = await attack(context, "none");
    const users = await attack(context, "users");
    const header = await attack(context, "header");
    const all = [open, users, header];
    const sum = (value: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + value(one), 0);
    const most = (value: (one: (typeof all)[number]) => number) => Math.max(...all.map(value));
    const none = {unit: "", bar: {atMost: 0}};
    return [
      {what: "requests", value: sum(({sent}) => sent), unit: "requests", bar: {atLeast: requests}},
      {what: "crashes", value: sum(({isUp, refused}) => (isUp ? 0 : 1) + refused), ...none},
      {what: "answers with what lies outside", value: sum(({leaks}) => leaks), ...none},
      {what: "pages for those who are not logged in", value: sum(({pagesTo}) => pagesTo.strangers), ...none},
      {what: "pages for readers", value: users.pagesTo.readers + header.pagesTo.readers, unit: "", bar: {atLeast: 1}},
      {what: "snapshots gone back to without a token", value: sum(({isRolledBack}) => Number(isRolledBack)), ...none},
      {what: "forged lines in the access log", value: sum(({oddLogLines}) => oddLogLines), ...none},
      {
        what: "internal errors",
        value: sum(({statuses, failures}) => (statuses["500"] ?? 0) + failures.length),
        ...none
      },
      {what: "files left open", value: most(({leftOpen}) => leftOpen), unit: "", bar: {atMost: 8}},
      {
        what: "memory's rise after a fifth, worst site",
        value: most(({riseMb}) => riseMb),
        unit: "MB",
        bar: {atMost: 12}
      }
    ];
  }
};

async function attack({scope, say}: BenchContext, login: FuzzedLogin) {
  const site = await fuzzedSite(scope, login);
  const about = {none: "no login", users: "local users", header: "a proxy's users"}[login];
  const share = requests * shares[login];
  const warm = await fuzz({...site.options, requests: share / 5, seed: 1});
  const [before, filesBefore] = [site.residentMb(), await site.openFilesAtRest()];
  say(`${about}: ${before.toFixed(0)} MB after ${warm.sent} requests`);
  const left = share - warm.sent;
  const floors = Array<number>(tenths).fill(Number.POSITIVE_INFINITY);
  const progress = (sent: number) => {
    const tenth = Math.min(tenths - 1, Math.floor((sent / left) * tenths));
    if (floors[tenth] === Number.POSITIVE_INFINITY) say(`${about}: ${sent} more, ${site.residentMb().toFixed(0)} MB`);
    floors[tenth] = Math.min(floors[tenth]!, site.residentMb());
  };
  const rest = await fuzz({...site.options, requests: left, seed: 2, progress});
  const riseMb = Math.min(...floors.slice(-3)) - Math.min(...floors.slice(0, 3));
  const figures = together(warm, rest);
  if (site.failures().length) say(`${about}: ${site.failures().join("\n")}`);
  say(`${about}: answers by status: ${JSON.stringify(figures.statuses)}`);
  return {
    ...figures,
    riseMb,
    isUp: await site.isUp(),
    failures: site.failures(),
    isRolledBack: site.isRolledBack(),
    oddLogLines: await site.oddLogLines(),
    leftOpen: (await site.openFilesAtRest()) - filesBefore
  };
}

function together(a: FuzzFigures, b: FuzzFigures): FuzzFigures {
  const statuses = {...a.statuses};
  for (const [status, count] of Object.entries(b.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  const pagesTo = {
    strangers: a.pagesTo.strangers + b.pagesTo.strangers,
    readers: a.pagesTo.readers + b.pagesTo.readers
  };
  return {sent: a.sent + b.sent, statuses, pagesTo, leaks: a.leaks + b.leaks, refused: a.refused + b.refused};
}
