/** The part of a test's context that helpers need: something to run when the test has ended. */
export interface AfterTest {
  after(clean: () => unknown): void;
}

type Clean = () => unknown;

const stacks = new WeakMap<AfterTest, Clean[]>();

/** Runs `clean` when the test has ended, the last one given first: what was started last stops first. */
export function afterTest(t: AfterTest, clean: Clean): void {
  const stack = stacks.get(t);
  if (stack) return void stack.push(clean);
  const cleans = [clean];
  stacks.set(t, cleans);
  t.after(async () => {
    for (const next of cleans.toReversed()) await next();
  });
}
