/** One line of CSV (RFC 4180), its end included; fields are quoted where they need it. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(quoted).join(",")}\n`;

const quoted = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
