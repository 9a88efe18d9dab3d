const dismissibles = new Set<WeakRef<HTMLElement>>();
let listening = false;

/**
 * Lets the words that an element shows on hover and focus be dismissed by Escape, and be shown by touch until a press elsewhere.
 * `.shown` and `.dismissed` say how it stands; the style sheet follows.
 */
export function dismissible(element: HTMLElement): HTMLElement {
  dismissibles.add(new WeakRef(element));
  const again = () => element.classList.remove("dismissed");
  for (const type of ["pointerenter", "focus"]) element.addEventListener(type, again);
  element.addEventListener("click", (event) => {
    if ((event as PointerEvent).pointerType === "mouse" || !event.detail) return;
    // within a link, a touch of the mark asks what it means
    event.preventDefault();
    event.stopPropagation();
    again();
    element.classList.toggle("shown");
  });
  if (!listening) listen();
  return element;
}

function listen(): void {
  listening = true;
  document.addEventListener("keydown", ({key}) => {
    if (key === "Escape")
      for (const element of known()) {
        element.classList.add("dismissed");
        element.classList.remove("shown");
      }
  });
  document.addEventListener("pointerdown", ({target}) => {
    for (const element of known())
      if (!(target instanceof Node && element.contains(target))) element.classList.remove("shown");
  });
}

/** Those that are still there. */
function* known(): Generator<HTMLElement> {
  for (const reference of dismissibles) {
    const element = reference.deref();
    if (element) yield element;
    else dismissibles.delete(reference);
  }
}
