/** A text that is written when it differs. */
export class Words {
  readonly node = document.createTextNode("");
  #text = "";

  set(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.node.data = text;
  }
}

/** A copy of a picture. */
export function copy(picture: Element): Element {
  return picture.cloneNode(true) as Element;
}

/** A new element. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

/** Writes the text of an element that holds nothing else, where it differs. */
export function setText(element: Element, text: string): void {
  const { firstChild } = element;
  // to take a node away and to put one there takes longer
  if (!(firstChild instanceof Text)) element.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}

/** Writes an attribute where it differs; null takes it away. */
export function setAttribute(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Writes the classes of an element where they differ. */
export function setClass(element: HTMLElement, className: string): void {
  if (element.className !== className) element.className = className;
}
