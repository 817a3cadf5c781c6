import { marks } from "../fake-provider/scenarios.ts";
import type { Script } from "./pictures.ts";

const index = "```sql\nCREATE INDEX note_author_created\n  ON note (author_id, created_at DESC);\n```";

export const english: Script = {
  name: "Ada Byron",
  email: "ada@example.com",
  newcomer: { name: "Mary Fairfax", email: "mary@example.com" },
  older: [
    { title: "Packing list for Lisbon", daysAgo: 34 },
    { title: "Why the sky is blue", daysAgo: 19 },
    { title: "A toast for Grace and Paul", daysAgo: 12 },
    { title: "Ollama on an old laptop", daysAgo: 5 },
    { title: "Names for a sailing boat", daysAgo: 3 },
    { title: "Soup for eight, without onions", daysAgo: 1 },
  ],
  archived: ["Moving house, step by step", "Reading list for the winter"],
  trashed: ["Letter to the landlord, first try", "Test", "How to fold a fitted sheet"],
  title: "When an index pays off",
  exchanges: [
    {
      question: "My table of notes has two million rows, and one author's page takes a second. Do I need an index?",
      answer: `Yes. Without one, SQLite reads **every row** to find those of one author. An index on the columns of your \`WHERE\` and \`ORDER BY\` makes it a short walk:

| Way | Rows read | Time |
| :-- | --: | --: |
| Full scan | 2,000,000 | 940 ms |
| Index on \`author_id\` | 3,100 | 6 ms |
| Index on both columns | 20 | 0.2 ms |

The last one saves the sorting, too: the rows lie in the order in which you show them.`,
    },
    {
      question: "Write the migration, please, and tell me how to see that it is used.",
      answer: `Here it is:\n\n${index}\n\nThen ask SQLite for its plan with \`EXPLAIN QUERY PLAN\`. You want to read\n\n> SEARCH note USING INDEX note_author_created (author_id=?)\n\nand neither \`SCAN note\` nor \`USE TEMP B-TREE FOR ORDER BY\`. Two million rows take a few seconds to index; do it while nobody writes.`,
    },
  ],
  thought: {
    title: "Two tides a day",
    told: [
      {
        question: "Why are there two tides a day, when the Moon passes over us only once?",
        parts: [
          {
            type: "reasoning",
            text: "The usual wrong picture is a single bulge under the Moon. What counts is the *difference* between the pull here and the pull on the centre of the Earth. I explain both sides, then the 50 minutes.",
            ms: 7400,
          },
          {
            type: "text",
            text: "Because the sea bulges on **both** sides of the Earth.\n\n1. The water that faces the Moon is pulled *more* than the Earth's centre, and runs ahead of it.\n2. The water on the far side is pulled *less*, and stays behind.\n\nThe Earth turns below both bulges once a day, so most coasts see high water twice, about 12 hours and 25 minutes apart.",
          },
          { type: "source", text: "How the tides work", url: "https://harbour.example/tides" },
          { type: "source", text: "Spring and neap: an almanac for sailors", url: "https://www.almanac.example/neap" },
        ],
      },
      {
        question: "And a spring tide?",
        parts: [
          {
            type: "text",
            text: "Sun and Moon in one line: both pull together, and high water is **higher** than usual.",
          },
          { type: "source", text: "Spring and neap: an almanac for sailors", url: "https://www.almanac.example/neap" },
        ],
      },
    ],
  },
  rich: {
    title: "Copying the photo archive",
    question: "How long will it take to copy my photo archive, and how do I know that nothing was lost?",
    answer: [
      "### How long",
      "Divide the size by what the slower disk can do. With $s$ in gigabytes and $v$ in megabytes a second:",
      "$$t = \\frac{1000\\,s}{60\\,v} \\approx \\frac{1000 \\cdot 840}{60 \\cdot 140} = 100 \\text{ minutes}$$",
      "### In which order",
      "```mermaid\nflowchart LR\n  Old[Old disk] --> Copy --> New[New disk]\n  Copy --> Sums[Checksums]\n  Sums --> Compare\n  New --> Compare\n```",
      "```ts\n/** Whether both copies hold the same bytes. */\nexport async function isSame(a: string, b: string): Promise<boolean> {\n  const [one, other] = await Promise.all([checksum(a), checksum(b)]);\n  return one === other; // 64 hex digits\n}\n```",
      "- [x] Make a list of checksums on the old disk\n- [ ] Copy with the sums beside the files\n- [ ] Compare, and keep the old disk for a month[^1]",
      "> A copy that was never compared is a hope.",
      "See [the manual](https://disks.example/manual) and ![the disks](https://disks.example/two.png).",
      "[^1]: In a drawer, not on the desk.",
    ].join("\n\n"),
  },
  long: {
    title: "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz and other words that do not end",
    question:
      "Can you break https://files.example/archive/2026/03/a-very-long-name-of-a-file-without-any-space-in-it-that-goes-on-and-on.tar.gz?token=0123456789abcdef0123456789abcdef apart?",
    answer: [
      "Yes. `Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz` has 63 letters, and 超长的文字没有空格也要能够换行而不会超出页面的宽度 has no space at all.",
      "| Part | What it is | Characters | Encoded | May be left out | Comes from | Example of another | Remarks |\n| :-- | :-- | --: | :-: | :-: | :-- | :-- | :-- |\n| Scheme | `https` | 5 | no | no | the server | `http` | decides the port |\n| Host | `files.example` | 13 | no | no | you | `mirror.example` | not case-sensitive |\n| Path | `/archive/2026/03/a-very-long-name…` | 98 | yes | yes | the archive | `/index` | case-sensitive |",
      "| | Old address | New address |\n| :-- | :-- | :-- |\n| Host | `files.example` | `mirror.example` |",
      "```sh\ncurl --fail --location --retry 5 --output archive.tar.gz 'https://files.example/archive/2026/03/a-very-long-name-of-a-file-without-any-space-in-it.tar.gz?token=0123456789abcdef'\n```",
    ].join("\n\n"),
  },
  running: {
    title: "A weekend by bike along the river",
    question: "Plan a weekend by bike along the river: two days, no hills, good cake.",
    answer: `Two easy days with the wind behind you, about 45 km each.

## Saturday: to the old mill

Start at the station at nine, when the ferry is still empty. The path keeps to the **left bank** as far as the lock.

| Where | Kilometre | Why stop |
| :-- | --: | :-- |
| Lock keeper's house | 12 | coffee, and a bench in the sun |
| Willow island | 27 | swimming, when it is warm |
| Old mill | 44 | plum cake, rooms from 60 |

## Sunday: home through the orchards

The second day is shorter than it ${marks.hold}looks.`,
  },
  waiting: {
    title: "A riddle for the children",
    question: "Make up a riddle about a lighthouse that a child of eight can solve.",
  },
  troubles: {
    title: "What the old recipe means",
    stopped: {
      question: "My grandmother's recipe says “a moderate oven”. How hot is that?",
      answer: `About **180 °C**, or 160 °C with a fan. Before ovens had thermometers, cooks${marks.hold} put in a hand.`,
    },
    interrupted: {
      question: "And “a knob of butter”?",
      answer: `As much as goes onto the tip of a table knife without falling off: roughly 15 g. If the dough looks${marks.cut}`,
    },
    failed: "How many cups are half a litre?",
  },
  next: "And which train brings us home?",
  systemPrompt: "You are a patient database engineer. Answer in short sentences, and show the SQL.",
  preset: "Database help",
  find: "index",
};
