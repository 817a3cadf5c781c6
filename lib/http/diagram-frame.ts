import { framePolicy } from "./security-headers.ts";

// What runs in the frame. The page hands in Mermaid's code and a port, and then sources by number; back come pictures.
// In a picture nothing runs and nothing is loaded; as well-formed XML with a size of its own an <img> shows it.
const script = `
const { nonce } = document.currentScript;
let last = Promise.resolve();
async function draw({ number, source, config }) {
  mermaid.initialize(config);
  const { svg } = await mermaid.render("diagram-" + number, source);
  const host = document.createElement("div");
  host.innerHTML = svg;
  const root = host.querySelector("svg");
  const { width, height } = root.viewBox.baseVal;
  root.setAttribute("width", width);
  root.setAttribute("height", height);
  return { number, svg: new XMLSerializer().serializeToString(root), width, height };
}
addEventListener("message", ({ data, ports: [port] }) => {
  const code = document.createElement("script");
  code.nonce = nonce;
  code.textContent = data;
  document.head.append(code);
  port.onmessage = ({ data: asked }) => {
    last = last.then(() => draw(asked)).then(
      (drawn) => port.postMessage(drawn),
      () => port.postMessage({ number: asked.number, svg: null }),
    );
  };
}, { once: true });
`;

/** The document of the sealed frame in which diagrams are drawn: docs/decisions/020-extras.md. */
export function diagramFrame(): Response {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const document = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Diagrams</title></head><body><script nonce="${nonce}">${script}</script></body></html>`;
  return new Response(document, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      "content-security-policy": framePolicy(nonce),
    },
  });
}
