/** What `keyedHash` makes of a private value. */
export const hashed = /^[0-9a-f]{24}$/;
