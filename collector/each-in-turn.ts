/** Takes every step, one after the other, whatever becomes of those before; tells what each says that fails. */
export async function eachInTurn(
  steps: readonly (() => Promise<unknown>)[],
  failed: (message: string) => void
): Promise<void> {
  for (const step of steps)
    try {
      await step();
    } catch (error) {
      failed((error as Error).message);
    }
}
