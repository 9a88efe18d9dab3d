/** Each may what the one before may: read; acknowledge and roll back; see the metrics. */
export const roles = ["reader", "operator", "admin"] as const;

export type Role = (typeof roles)[number];

/** Who asks. */
export interface Identity {
  user: string;
  role: Role;
  /** A machine, by its token: no browser sends that by itself. */
  isToken?: true;
}

export const isRole = (text: unknown): text is Role => roles.includes(text as Role);

export const mayAct = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);
