const entities: Record<string, string> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};

/** Text as it stands in HTML, in attributes too. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]!);
