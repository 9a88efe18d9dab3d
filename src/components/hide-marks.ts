/**
 * Takes the marks of pictures that have a name of their own out of what is read aloud: Plot names each group of marks
 * after its kind, which tells a listener nothing. Parts that the keyboard reaches stay.
 */
export function hideMarks(element: Element): void {
  for (const mark of element.querySelectorAll("svg > [aria-label]:not([role])"))
    if (!mark.querySelector("[tabindex]")) mark.setAttribute("aria-hidden", "true");
}
