import { expect, test } from "./support/fixtures.ts";
import { addConversation, addSources } from "./support/long.ts";

test("a long table shows 200 more rows at each press, and more than five sources are a press away", async ({
  page,
  app,
  account,
  signIn,
  clientFor,
}) => {
  const table = `| row |\n| --- |\n${Array.from({ length: 450 }, (_, row) => `| row ${row + 1} |\n`).join("")}`;
  const id = await addConversation(app, clientFor(account), [
    { role: "user", text: "A long table, please" },
    { role: "assistant", text: table },
  ]);
  await addSources(app, id, 2, 7);
  await signIn(page, account);
  await page.goto(`/c/${id}`);
  const rows = page.getByRole("group", { name: "Table" }).getByRole("row");
  await expect(rows).toHaveCount(201);
  await page.getByRole("button", { name: "Show more of 250 rows" }).click();
  await expect(rows).toHaveCount(401);
  await page.getByRole("button", { name: "Show more of 50 rows" }).press("Enter");
  await expect(rows).toHaveCount(451);
  await expect(rows.last()).toHaveText("row 450");
  await expect(page.getByRole("button", { name: /^Show .* rows?$/ })).toHaveCount(0);

  const sources = page.getByRole("group", { name: "Sources" });
  await expect(sources.getByRole("link")).toHaveCount(5);
  await sources.getByRole("button").click();
  await expect(sources.getByRole("link")).toHaveCount(7);
  await expect(sources.getByRole("link").last()).toHaveAttribute("href", "https://source-7.example/");
  await expect(sources.getByRole("button")).toHaveCount(0);
});
