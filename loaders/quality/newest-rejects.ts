import type {Lake} from "../lake.ts";

/** The newest rejects, newest first, as many as fit. */
export interface NewestRejects {
  /** How many the lake has. */
  total: number;
  rejects: ShownReject[];
}

export interface ShownReject {
  /** ms UTC */
  time: number;
  source: string;
  dataset: string;
  reason: string;
  position: string;
  /** Untrusted text; long ones are cut. */
  raw: string;
}

/** Few enough to be searched at every key, and to be loaded over a slow line. */
export async function newestRejects(
  lake: Lake,
  {most = 3000, mostCharacters = 600_000, longest = 300} = {}
): Promise<NewestRejects> {
  const rows = await lake.sql<ShownReject & {total: number}>`
    SELECT time, source, dataset, left(reason, ${longest}) AS reason, left(position, ${longest}) AS position,
      left(raw, ${longest}) AS raw, (count(*) OVER ())::BIGINT AS total
    FROM rejects ORDER BY time DESC, source, position DESC LIMIT ${most}`;
  let characters = 0;
  const fits = ({reason, position, raw}: ShownReject) => {
    characters += reason.length + position.length + raw.length;
    return characters <= mostCharacters;
  };
  const end = rows.findIndex((row) => !fits(row));
  const shown = end < 0 ? rows : rows.slice(0, end);
  return {total: rows[0]?.total ?? 0, rejects: shown.map(({total, ...reject}) => reject)};
}
