/** What was typed cannot be done: the message says what to write instead, and the exit code is 2. */
export class WrongUsage extends Error {}
