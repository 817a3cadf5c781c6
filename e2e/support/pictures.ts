import type { Locale } from "../../lib/settings/schema.ts";

/** What the people on the pictures talk about, and the models that answer; made up for the pictures. */
export type Script = {
  name: string;
  email: string;
  /** older conversations, oldest first */
  titles: string[];
  /** the conversation that is shown whole */
  title: string;
  exchanges: { model: string; question: string; answer: string }[];
  /** the question of the answer that is being written */
  running: string;
  /** the question of an answer that holds code, a formula and a diagram */
  rich: string;
};

const index = "```sql\nCREATE INDEX note_author_created\n  ON note (author_id, created_at DESC);\n```";

export const scripts: Record<Locale, Script> = {
  en: {
    name: "Ada Byron",
    email: "ada@example.com",
    titles: ["Packing list for Lisbon", "Why the sky is blue", "A toast for Grace", "Ollama on an old laptop"],
    title: "When an index pays off",
    exchanges: [
      {
        model: "anthropic/claude-sonnet-4.5",
        question: "My table of notes has two million rows, and one author's page takes a second. Do I need an index?",
        answer: `Yes. Without one, SQLite reads **every row** to find those of one author. An index on the columns of your \`WHERE\` and \`ORDER BY\` makes it a short walk:

| | Rows read | Time |
| :-- | --: | --: |
| Full scan | 2,000,000 | 940 ms |
| Index on \`author_id\` | 3,100 | 6 ms |
| Index on both columns | 20 | 0.2 ms |`,
      },
      {
        model: "openai/gpt-5",
        question: "Write the migration, please, and tell me how to see that it is used.",
        answer: `Here it is:\n\n${index}\n\nThen ask SQLite for its plan with \`EXPLAIN QUERY PLAN\`. You want to read\n\n> SEARCH note USING INDEX note_author_created (author_id=?)\n\nand neither \`SCAN note\` nor \`USE TEMP B-TREE FOR ORDER BY\`.`,
      },
    ],
    running: "Tell me about the ferries in the harbour",
    rich: "Everything about ferries, with a drawing and a formula",
  },
  "zh-CN": {
    name: "林晓",
    email: "linxiao@example.com",
    titles: ["里斯本行李清单", "天空为什么是蓝色的", "给小雅的祝酒词", "在旧笔记本上运行 Ollama"],
    title: "什么时候值得建索引",
    exchanges: [
      {
        model: "anthropic/claude-sonnet-4.5",
        question: "我的 SQLite 笔记表已经有两百万行，打开某位作者的页面要一秒钟。我需要索引吗？",
        answer: `需要。没有索引时，SQLite 要读**每一行**才能找到某位作者的笔记。

| | 读取行数 | 用时 |
| :-- | --: | --: |
| 全表扫描 | 2,000,000 | 940 毫秒 |
| 只索引 \`author_id\` | 3,100 | 6 毫秒 |
| 两列联合索引 | 20 | 0.2 毫秒 |

最后一种连排序也省了：数据本来就按显示的顺序存放。`,
      },
      {
        model: "openai/gpt-5",
        question: "请写出迁移语句，并告诉我怎样确认它被用上了。",
        answer: `语句如下：\n\n${index}\n\n然后用 \`EXPLAIN QUERY PLAN\` 查看执行计划，应当看到\n\n> SEARCH note USING INDEX note_author_created (author_id=?)\n\n而不是 \`SCAN note\`。两百万行建索引只需几秒，请在没有人写入时执行。`,
      },
    ],
    running: "介绍一下港口的渡轮",
    rich: "渡轮的一切，配上示意图和公式",
  },
};
