/** Listens to the window for as long as an element is on the page; it may come onto it later. */
export function onceOnPage(element: HTMLElement, type: "popstate", listen: () => void): void {
  let seen = false;
  const heard = () => {
    seen ||= element.isConnected;
    if (element.isConnected) listen();
    else if (seen) removeEventListener(type, heard);
  };
  addEventListener(type, heard);
}
