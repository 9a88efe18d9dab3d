/** The registry of sources: one line a kind. */
export const kinds = {};
