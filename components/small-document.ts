/*
 * So much of a browser's document as React needs to keep elements up to date, for tests that want to see what an update
 * leaves: there is no other DOM among the dependencies. Nothing can be pressed in it, and nothing has a size.
 */

class SmallNode {
  childNodes: SmallNode[] = [];
  parentNode: SmallNode | null = null;
  readonly nodeType: number;
  readonly nodeName: string;
  readonly ownerDocument: SmallDocument | null;

  constructor(nodeType: number, nodeName: string, ownerDocument: SmallDocument | null) {
    this.nodeType = nodeType;
    this.nodeName = nodeName;
    this.ownerDocument = ownerDocument;
  }

  get firstChild(): SmallNode | null {
    return this.childNodes[0] ?? null;
  }

  get lastChild(): SmallNode | null {
    return this.childNodes.at(-1) ?? null;
  }

  get nextSibling(): SmallNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  get textContent(): string {
    return this.childNodes.map(({ textContent }) => textContent).join("");
  }

  set textContent(text: string) {
    this.replaceChildren(...(text === "" ? [] : [new SmallText(text, this.ownerDocument)]));
  }

  appendChild(node: SmallNode): SmallNode {
    return this.insertBefore(node, null);
  }

  insertBefore(node: SmallNode, before: SmallNode | null): SmallNode {
    node.parentNode?.removeChild(node);
    node.parentNode = this;
    this.childNodes.splice(before ? this.childNodes.indexOf(before) : this.childNodes.length, 0, node);
    return node;
  }

  removeChild(node: SmallNode): SmallNode {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
    node.parentNode = null;
    return node;
  }

  replaceChildren(...nodes: SmallNode[]): void {
    for (const node of [...this.childNodes]) this.removeChild(node);
    for (const node of nodes) this.appendChild(node);
  }

  addEventListener(): void {}
  removeEventListener(): void {}
}

class SmallText extends SmallNode {
  nodeValue: string;

  constructor(text: string, document: SmallDocument | null) {
    super(3, "#text", document);
    this.nodeValue = text;
  }

  override get textContent(): string {
    return this.nodeValue;
  }

  override set textContent(text: string) {
    this.nodeValue = text;
  }
}

/** An element of {@link createContainer}'s document. */
export class SmallElement extends SmallNode {
  readonly namespaceURI = "http://www.w3.org/1999/xhtml";
  readonly attributes = new Map<string, string>();
  readonly style = { setProperty: () => {} };

  constructor(name: string, document: SmallDocument) {
    super(1, name.toUpperCase(), document);
  }

  get tagName(): string {
    return this.nodeName;
  }

  set id(id: string) {
    this.setAttribute("id", id);
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, String(value));
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  /** The elements in it that have this name, in the order of the document. */
  all(name: string): SmallElement[] {
    return this.childNodes.flatMap((child) =>
      child instanceof SmallElement
        ? [...(child.tagName === name.toUpperCase() ? [child] : []), ...child.all(name)]
        : [],
    );
  }

  /** What is in it, as markup. */
  get innerHTML(): string {
    return this.childNodes.map(markup).join("");
  }
}

class SmallDocument extends SmallNode {
  // read by React before it changes anything, to keep what is selected
  readonly activeElement = null;
  readonly defaultView = null;
  readonly documentElement = { dataset: {} };

  constructor() {
    super(9, "#document", null);
  }

  createElement(name: string): SmallElement {
    return new SmallElement(name, this);
  }

  createElementNS(_namespace: string, name: string): SmallElement {
    return new SmallElement(name, this);
  }

  createTextNode(text: string): SmallText {
    return new SmallText(text, this);
  }

  getElementById(id: string): SmallElement | null {
    const within = (node: SmallNode): SmallElement | null => {
      if (node instanceof SmallElement && node.attributes.get("id") === id) return node;
      for (const child of node.childNodes) {
        const found = within(child);
        if (found) return found;
      }
      return null;
    };
    return within(this);
  }
}

function markup(node: SmallNode): string {
  if (node instanceof SmallText) return escaped(node.nodeValue);
  if (!(node instanceof SmallElement)) return "";
  const name = node.tagName.toLowerCase();
  const attributes = [...node.attributes].map(([key, value]) => ` ${key}="${escaped(value)}"`).join("");
  return `<${name}${attributes}>${node.innerHTML}</${name}>`;
}

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

const page = new SmallDocument();

/** Makes the small document the page's, and an element in it that React can render into. */
export function createContainer(): { container: SmallElement; asElement: Element } {
  Object.assign(globalThis, {
    window: globalThis,
    document: page,
    HTMLIFrameElement: class {},
    MutationObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
    matchMedia: () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }),
    localStorage: { getItem: () => null },
    addEventListener: () => {},
    removeEventListener: () => {},
  });
  const container = page.createElement("div");
  page.appendChild(container);
  return { container, asElement: container as unknown as Element };
}
