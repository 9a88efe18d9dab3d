import * as libraries from "@observablehq/framework/dist/client/stdlib/recommendedLibraries.js";
import * as datasets from "@observablehq/framework/dist/client/stdlib/sampleDatasets.js";

/** What a browser has besides what Node has too. */
const browser =
  `addEventListener alert AnimationEvent Animation Audio cancelIdleCallback caches CanvasRenderingContext2D
  ClipboardItem clearImmediate close confirm CSS CSSStyleSheet CustomElementRegistry customElements devicePixelRatio
  dispatchEvent document Document DocumentFragment DOMException DOMMatrix DOMParser DOMPoint DOMRect Element Event
  EventSource FileReader FocusEvent FontFace frames getComputedStyle getSelection HashChangeEvent history History
  HTMLAnchorElement HTMLButtonElement HTMLCanvasElement HTMLCollection HTMLDivElement HTMLElement HTMLFormElement
  HTMLImageElement HTMLInputElement HTMLOptionElement HTMLSelectElement HTMLSpanElement HTMLTableElement
  HTMLTextAreaElement Image ImageBitmap ImageData IndexedDB indexedDB innerHeight innerWidth InputEvent
  IntersectionObserver isSecureContext KeyboardEvent localStorage location Location matchMedia MediaQueryList MouseEvent
  MutationObserver name navigator Node NodeFilter NodeList Notification OffscreenCanvas open opener origin outerHeight
  outerWidth pageXOffset pageYOffset parent Path2D PointerEvent PopStateEvent postMessage print prompt Range
  removeEventListener requestIdleCallback ResizeObserver screen screenX screenY scroll scrollBy scrollTo scrollX scrollY
  Selection self sessionStorage ShadowRoot SharedWorker status stop Storage SubmitEvent SVGElement SVGSVGElement Text top
  Touch TouchEvent TransitionEvent TreeWalker UIEvent visualViewport WheelEvent window Window Worker XMLHttpRequest
  XMLSerializer`.split(/\s+/);

/** What only Node has. */
const nodeOnly = new Set(["default", "process", "Buffer", "global", "setImmediate"]);

/** Names that a page may use without defining them: JavaScript's, the browser's, and what Framework lends. */
export const knownNames: ReadonlySet<string> = new Set(
  [
    ...Object.getOwnPropertyNames(globalThis),
    ...browser,
    ...Object.keys(libraries),
    ...Object.keys(datasets),
    ...["now", "width", "dark", "resize", "FileAttachment", "Generators", "Mutable", "display", "view", "invalidation"],
    "visibility",
    "observable"
  ].filter((name) => !nodeOnly.has(name))
);
