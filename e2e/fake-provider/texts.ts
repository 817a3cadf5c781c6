/** A long answer with everything that markdown has: tables, code, lists, quotes, and Chinese. */
export const markdown = `# A tour of the harbour

The ferry leaves **every twenty minutes**, and *hardly ever* late. You pay with \`exact change\` or a [ticket](https://example.com/tickets).

## What it costs

| Ticket | Price | Valid |
| :-- | --: | :-: |
| Single | 2.40 | 2 h |
| Day | 7.00 | 24 h |
| 月票 | 61.50 | 30 天 |

1. Buy a ticket at the machine.
2. Stamp it:
   - before you board, or
   - on the boat, if the machine is broken.
3. Keep it until you leave.

- [x] Bring a coat
- [ ] Bring a camera

\`\`\`ts
type Ferry = { name: string; leaves: Date };

/** The first ferry that leaves after \`moment\`. */
export function nextFerry(ferries: Ferry[], moment: Date): Ferry | undefined {
  return ferries
    .filter(({ leaves }) => leaves > moment)
    .sort((a, b) => a.leaves.getTime() - b.leaves.getTime())[0];
}
\`\`\`

> "The sea is patient," said the pilot.
>
> > "It has the time."

### 中文说明

**渡轮每二十分钟一班。**请提前五分钟到达码头，并保留好船票。天气很好的时候，可以坐在上层甲板；下雨时请到船舱里。

\`\`\`python
def fare(kind: str) -> float:
    return {"single": 2.40, "day": 7.00}.get(kind, 61.50)
\`\`\`

---

Raw markup stays text: <script>alert("x")</script> and <img src="x" onerror="alert(1)">, ~~struck out~~, a line\\
broken by hand, and a footnote-like [1].

That is all.
`;

/** The text in pieces of about `size` UTF-16 units, never through a surrogate pair. */
export function pieces(text: string, size: number): string[] {
  const result: string[] = [];
  let piece = "";
  for (const character of text) {
    piece += character;
    if (piece.length >= size) {
      result.push(piece);
      piece = "";
    }
  }
  return piece ? [...result, piece] : result;
}
