/** Id under which what was learnt from the load that servers are planned for is kept. */
export const loadId = (series: string): string => `load:${series}`;
