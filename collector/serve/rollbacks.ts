import type {TargetSettings} from "../config/publish-settings.ts";
import {deliver} from "../publish/deliver.ts";
import {Snapshots} from "../snapshots.ts";

export interface RollbackSettings {
  root: string;
  data: string;
  publish: {targets: Record<string, TargetSettings>};
}

/** Gives readers older snapshots, and the targets soon after. */
export class Rollbacks {
  readonly #stopping = new AbortController();
  #delivered: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: RollbackSettings,
    private readonly effects: {say: (line: string) => void}
  ) {}

  /** False when there is no such snapshot. */
  async to(id: string): Promise<boolean> {
    const {root, data, publish} = this.settings;
    const {say} = this.effects;
    const snapshots = new Snapshots(data);
    if (!snapshots.get(id)) return false;
    await snapshots.switchTo(id);
    const {signal} = this.#stopping;
    const delivery = deliver({root, data, targets: publish.targets, say, signal}).catch((error: Error) =>
      say(`targets: ${error.message}`)
    );
    this.#delivered = this.#delivered.then(() => delivery);
    return true;
  }

  /** Stops deliveries under way, and resolves when it is noted how far they are. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error("stopped"));
    await this.#delivered;
  }
}
