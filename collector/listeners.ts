export type Listener<Event> = (event: Event) => unknown;

/** Those who want to hear of something. One that throws, or whose promise rejects, hurts neither the others nor the teller. */
export class Listeners<Event> {
  readonly #listeners = new Set<Listener<Event>>();

  /** @param failed is told what a listener threw */
  constructor(private readonly failed: (error: unknown) => void = () => {}) {}

  /** From now on, until the returned function is called. */
  add(listener: Listener<Event>): () => void {
    const own: Listener<Event> = (event) => listener(event); // the same function may be added twice
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(event: Event): void {
    for (const listener of this.#listeners)
      try {
        const result = listener(event);
        if (result instanceof Promise) result.catch(this.failed);
      } catch (error) {
        this.failed(error);
      }
  }
}
