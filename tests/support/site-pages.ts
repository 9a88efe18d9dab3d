import {repositoryFiles} from "./repository-files.ts";

/** Paths of the site's pages without an ending, as in `guide/charts`; the overview is `index`. */
export const sitePages = (): string[] => repositoryFiles().flatMap((file) => /^src\/(.+)\.md$/.exec(file)?.[1] ?? []);
