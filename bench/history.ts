/** One message of a made-up conversation. */
export type HistoryMessage = { role: "user" | "assistant"; text: string };

const question = "how does the scheduler keep a steady pace when the provider is slow? ".repeat(2);
const answer = "The stream keeps every token in order and the client paints only what changed. ".repeat(10);

/** An alternating plain conversation, about 800 bytes an answer. Every target of a run is given this same text. */
export function history(count: number): HistoryMessage[] {
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? { role: "user", text: `Question ${index}: ${question}` }
      : { role: "assistant", text: `Answer ${index}. ${answer}` },
  );
}

const sentence = "Small steady costs add up faster than rare large ones, so we measure medians and report ratios.";
const paragraph = [sentence, sentence, sentence].join(" ");
const listing = ["latency", "throughput", "buffer", "memory"].map((word) => `- **${word}**: ${sentence}`).join("\n");

const code = (index: number) => `\`\`\`typescript
export async function step${index}(input: number[], limit = ${10 + index}): Promise<number> {
  const seen = new Map<number, number>();
  let total = 0;
  for (const [position, value] of input.entries()) {
    // keep the first position of each value
    if (!seen.has(value)) seen.set(value, position);
    total += value * (seen.get(value) ?? 0);
    if (total > limit) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
  return total;
}
\`\`\``;

const table = (index: number) =>
  [
    "| Item | Count | Median ms | Note |",
    "| --- | ---: | ---: | --- |",
    ...Array.from({ length: 5 }, (_, row) => `| row ${index}.${row} | ${row * 131} | ${row * 17}.5 | cache |`),
  ].join("\n");

const math = (index: number) =>
  `Inline $a_${index}^2 + b_${index}^2$ and a block:\n\n$$\n\\int_0^{${index + 1}} x^2 \\, dx + \\sum_{k=1}^{n} \\frac{1}{k^2}\n$$`;

function section(index: number): { short: string; long: string } {
  const short = `## Section ${index}: render\n\n${paragraph}\n\n${listing}`;
  return {
    short,
    long: [short, code(index), `${sentence} See \`step${index}\` and [the notes](https://example.com/${index}).`]
      .concat(table(index), math(index))
      .join("\n\n"),
  };
}

/** One long answer with everything in it: headings, lists, code, tables, mathematics. About 60,000 characters. */
export function longAnswer(): string {
  return Array.from({ length: 40 }, (_, index) => section(index).long).join("\n\n");
}

/**
 * The same with markdown: every third answer has code, a table and mathematics, the others a heading and a list.
 * @param mark stands in the last message, so that its arrival on the screen can be seen
 */
export function markdownHistory(count: number, mark: string): HistoryMessage[] {
  return Array.from({ length: count }, (_, index) => {
    const end = index === count - 1 ? `\n\n${mark}` : "";
    if (index % 2 === 0)
      return { role: "user", text: `Question ${index}: how does the scheduler keep a steady pace?${end}` };
    const { short, long } = section(index % 40);
    return { role: "assistant", text: (index % 6 === 1 ? long : short) + end };
  });
}
