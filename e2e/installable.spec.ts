import { expect, test } from "./support/fixtures.ts";

/** What a manifest names, as far as it is looked at here. */
type Manifest = {
  name: string;
  description: string;
  lang: string;
  start_url: string;
  display: string;
  background_color: string;
  theme_color: string;
  icons: { src: string; sizes: string; type: string; purpose: string }[];
};

/** Width and height of a PNG, from its header. */
function sizeOf(picture: Buffer): string {
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  return `${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`;
}

test("a browser finds nothing amiss with the manifest, and everything it names is there for a stranger", async ({
  page,
  request,
}) => {
  await page.goto("/sign-in");
  const devtools = await page.context().newCDPSession(page);
  const found = await devtools.send("Page.getAppManifest");
  expect(found.errors).toEqual([]);
  expect(found.url).toMatch(/\/manifest\.webmanifest$/);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // each test's browser is one that keeps nothing
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);

  const manifest = (await (await request.get("/manifest.webmanifest")).json()) as Manifest;
  expect(manifest).toMatchObject({ name: "Switchboard", lang: "en", start_url: "/", display: "standalone" });
  const purposes = manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`);
  expect(purposes).toEqual(["any any", "192x192 any", "512x512 any", "192x192 maskable", "512x512 maskable"]);
  for (const icon of manifest.icons) {
    const response = await request.get(icon.src);
    expect(response.status(), icon.src).toBe(200);
    expect(response.headers()["content-type"], icon.src).toBe(icon.type);
    if (icon.type === "image/png") expect(sizeOf(await response.body()), icon.src).toBe(icon.sizes);
  }
  const apple = await page.locator('link[rel="apple-touch-icon"]').getAttribute("href");
  expect(sizeOf(await (await request.get(apple ?? "")).body())).toBe("180x180");
});

test("the manifest and the head of a page speak the language that is chosen", async ({ request }) => {
  const inChinese = { headers: { "accept-language": "zh-CN" } };
  const manifest = (await (await request.get("/manifest.webmanifest", inChinese)).json()) as Manifest;
  expect(manifest.lang).toBe("zh-CN");
  expect(manifest.description).toMatch(/[一-鿿]/);
  const page = await (await request.get("/sign-in", inChinese)).text();
  expect(page).toContain(`<meta name="description" content="${manifest.description}"/>`);
});

test("the browser's own bars have the colour of the page, in the theme of the device and in a chosen one", async ({
  page,
  account,
  signIn,
  request,
}) => {
  await signIn(page, account);
  await page.goto("/");
  /** The colour that the browser takes, and that of the page, as the same kind of text. */
  const colours = () =>
    page.evaluate(() => {
      const tags = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')];
      const probe = document.createElement("i");
      document.body.append(probe);
      probe.style.color = tags.find(({ media }) => matchMedia(media).matches)?.content ?? "";
      const bar = getComputedStyle(probe).color;
      probe.remove();
      return { bar, page: getComputedStyle(document.documentElement).backgroundColor };
    });
  const seen = new Set<string>();
  const check = async () => {
    const { bar, page: ground } = await colours();
    expect(bar).toBe(ground);
    seen.add(ground);
  };
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await check();
    for (const theme of ["Light", "Dark", "System"]) {
      await page.getByRole("radio", { name: theme }).check();
      await check();
      await page.reload();
      await check();
    }
  }
  expect(seen.size).toBe(2);
  const { background_color, theme_color } = (await (await request.get("/manifest.webmanifest")).json()) as Manifest;
  expect([background_color, theme_color]).toEqual(["#fcfcfa", "#fcfcfa"]);
  expect([...seen]).toContain("rgb(252, 252, 250)");
});
