import type {Input, Message} from "./message.ts";

/** Packet ids with the digests of their messages. */
export type Delivered = [id: number, digest: string][];

/**
 * The deliveries of a session that were taken and that the broker may send again, because it has not yet read their last
 * acknowledgement. Kept with every accepted batch, it tells those from new messages, whoever stopped in between.
 *
 * At QoS 2 a message stays among them past its release (PUBREL), though by the standard it could go then: Mosquitto 2.0
 * sends one again after its release when a connection breaks while that is being repeated.
 */
export class Deliveries {
  readonly #taken: Map<number, string>;

  constructor(taken: Delivered) {
    this.#taken = new Map(taken);
  }

  /** Ids are used again and again: a known message is one that is sent again, and the same. */
  has({id, redelivered, digest}: Message): boolean {
    return redelivered && this.#taken.get(id) === digest;
  }

  take({id, qos, digest}: Message): void {
    if (qos > 0) this.#taken.set(id, digest);
  }

  /** Those that are over when the broker has read the acknowledgements of these inputs. */
  endedBy(inputs: Input[]): Delivered {
    return inputs.flatMap((input): Delivered => {
      if (!("released" in input)) return input.qos === 1 ? [[input.id, input.digest]] : [];
      const digest = this.#taken.get(input.released);
      return digest === undefined ? [] : [[input.released, digest]];
    });
  }

  /** Lets go of what is over. Returns whether anything is. */
  end(ended: Delivered): boolean {
    let any = false;
    for (const [id, digest] of ended) if (this.#taken.get(id) === digest) any = this.#taken.delete(id);
    return any;
  }

  state(): Delivered {
    return [...this.#taken];
  }
}
