// Draws the sign of app/icon.svg as the pictures that devices ask for. They are committed: run it when the sign changes.
//   node scripts/make-icons.ts
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright";
import { findBrowser, launchArguments } from "../e2e/support/browser.ts";

const root = path.resolve(import.meta.dirname, "..");
const sign = readFileSync(path.join(root, "app/icon.svg"), "utf8");

/** The sign for devices that cut a shape of their own out of it: on a whole ground, inside the circle that is never cut. */
function onWholeGround(): string {
  const ground = /<rect [^>]*\/>/.exec(sign)?.[0];
  if (!ground) throw new Error("app/icon.svg has no ground");
  const [before = "", after = ""] = sign.split(ground);
  const drawing = after.replace("</svg>", "");
  return `${before}${ground.replace(/ rx="[^"]*"/, "")}<g transform="translate(16 16) scale(.82) translate(-16 -16)">${drawing}</g></svg>`;
}

const pictures = [
  { file: "public/icons/icon-192.png", size: 192, drawing: sign },
  { file: "public/icons/icon-512.png", size: 512, drawing: sign },
  { file: "public/icons/maskable-192.png", size: 192, drawing: onWholeGround() },
  { file: "public/icons/maskable-512.png", size: 512, drawing: onWholeGround() },
  // Apple's devices round it themselves, and make what is transparent black
  { file: "app/apple-icon.png", size: 180, drawing: onWholeGround() },
];

const executablePath = findBrowser();
const browser = await chromium.launch({ args: launchArguments, ...(executablePath && { executablePath }) });
try {
  for (const { file, size, drawing } of pictures) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body{margin:0}svg{display:block;height:${size}px;width:${size}px}</style>${drawing}`);
    writeFileSync(path.join(root, file), await page.screenshot({ omitBackground: true }));
    await page.close();
    console.log(file);
  }
} finally {
  await browser.close();
}
