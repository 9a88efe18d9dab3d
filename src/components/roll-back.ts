import {html} from "npm:htl";
import {formatDateTime} from "./format.js";
import type {LaterSnapshot} from "./later-snapshots.js";
import {act, type Session} from "./session.js";

/** What readers get, and would get instead. */
export interface RollBack {
  to: LaterSnapshot;
  from: LaterSnapshot | undefined;
}

/**
 * A button that gives readers a snapshot in place of the current one, once what they will see was confirmed. `done` is
 * told when they get it.
 */
export function rollBackButton(
  {to, from}: RollBack,
  session: Session,
  done: () => void,
  {send = act} = {}
): HTMLElement {
  const built = formatDateTime(to.builtAt);
  const button = html`<button type="button" class="action" aria-label=${`Give to readers: the snapshot of ${built}`}>Give to readers</button>`;
  button.addEventListener("click", () => confirm());
  return button;

  function confirm() {
    const status = html`<p class="status" role="status"></p>`;
    const cancel = html`<button type="button" class="action">Cancel</button>`;
    const give = html`<button type="button" class="action primary">Give it to readers</button>` as HTMLButtonElement;
    const dialog = html`<dialog class="confirm" aria-labelledby="roll-back-title">
      <h3 id="roll-back-title">Give readers the snapshot of ${built}?</h3>
      <p>From the next page they open, readers see the data ${
        to.observedThrough === null ? "of that time" : `observed through ${formatDateTime(to.observedThrough)}`
      }${from ? ` in place of the report of ${formatDateTime(from.builtAt)}` : ""}. Pages that are open stay as they are.</p>
      <p>That one is kept, and can be given back. The next one that is published takes the place of either.</p>
      <div class="confirm-buttons">${cancel}${give}</div>${status}
    </dialog>` as HTMLDialogElement;
    cancel.addEventListener("click", () => dialog.close());
    give.addEventListener("click", async () => {
      give.disabled = true;
      status.textContent = "";
      try {
        await send(`snapshots/${to.id}/rollback`, session);
        dialog.close();
        done();
      } catch (error) {
        give.disabled = false;
        status.textContent = `Readers get what they got before. ${(error as Error).message}`;
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      button.focus();
    });
    document.querySelector("#observablehq-main, body")!.append(dialog);
    dialog.showModal();
  }
}
