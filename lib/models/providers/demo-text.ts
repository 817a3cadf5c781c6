/**
 * What `demo:guide` answers: how to add a key, or, asked for something long, markdown to try the page with.
 * @param onVercel keys are variables of a project there, and there is no file to write them into
 */
export function guideAnswer(question: string, onVercel: boolean): string {
  const chinese = /\p{Script=Han}/u.test(question);
  const long = /\b(long|markdown|table|code|list)\b/i.test(question) || /长|表格|代码|列表/.test(question);
  if (long) return chinese ? longChinese : longEnglish;
  const way = ways[chinese ? "chinese" : "english"][onVercel ? "vercel" : "file"];
  return chinese ? guideChinese(excerpt(question), way) : guideEnglish(excerpt(question), way);
}

function excerpt(question: string): string {
  const words = question.replace(/\s+/g, " ").replaceAll("`", "'").trim();
  return words.length > 80 ? `${words.slice(0, 79)}…` : words;
}

const envExample = `\`\`\`bash
# .env, beside package.json
OPENAI_API_KEY=sk-...          # OpenAI
OPENROUTER_API_KEY=sk-or-...   # hundreds of models with one key
CUSTOM_PROVIDERS='[{"id":"ollama","name":"Ollama","baseURL":"http://localhost:11434/v1"}]'
\`\`\``;

const vercelExample = `\`\`\`bash
OPENAI_API_KEY=sk-...
OPENROUTER_API_KEY=sk-or-...
CUSTOM_PROVIDERS=[{"id":"own","name":"Our server","baseURL":"https://llm.example.org/v1"}]
\`\`\``;

/** How to get to a real model, by where the settings are. */
const ways = {
  english: {
    file: `**To talk to a real model**, add one of these and start the site again:\n\n${envExample}`,
    vercel: `**To talk to a real model**, set one of these variables for the project on Vercel, under *Settings, Environment Variables*, and redeploy:\n\n${vercelExample}`,
  },
  chinese: {
    file: `**想和真正的模型对话**，请加上下面任意一项，然后重新启动站点：\n\n${envExample}`,
    vercel: `**想和真正的模型对话**，请在 Vercel 项目的 *Settings → Environment Variables* 中设置下面任意一个变量，然后重新部署（Redeploy）：\n\n${vercelExample}`,
  },
};

const guideEnglish = (asked: string, way: string) => `You asked: \`${asked}\`

I am **demo:guide**, a demo that is built into Switchboard. I am not a language model: no key is set on this site, so no real model can answer yet. Everything else works for real: this answer is streamed, stored, and still here after a reload or a restart.

${way}

Until then you can

- ask me for *a long answer* to see tables, code and lists stream in,
- press **Stop** in the middle: what was written stays,
- reload the page while I write: the answer goes on where it was,
- rename or delete this conversation in the sidebar.
`;

const guideChinese = (asked: string, way: string) => `你问的是：\`${asked}\`

我是 **demo:guide**，Switchboard 内置的演示。我不是语言模型：这个站点还没有设置密钥，所以暂时没有真正的模型可以回答。其余的一切都是真的：这个回答是流式生成并保存下来的，刷新或重启之后它还在。

${way}

在那之前，你可以

- 让我给一个*长回答*，看看表格、代码和列表如何流式出现，
- 中途按下**停止**：已写的内容会保留，
- 在我写的时候刷新页面：回答会从原处继续，
- 在侧边栏里重命名或删除这个对话。
`;

const code = `\`\`\`ts
// Follow one turn from event n: start and resume are the same code.
for await (const events of follow(actor, turnId, n)) {
  for (const event of events) show(event);
}
\`\`\``;

const longEnglish = `## A long answer, to try the page with

This comes from **demo:guide**; no model was asked.

### A table

| What you can do | While an answer runs | After a restart |
| --- | :---: | :---: |
| Read what is there | yes | yes |
| Reload the page | it goes on | it is all there |
| Switch the model | for the next message | for the next message |

### Code

${code}

### Lists

1. Pick a model at the top of the message box.
2. Write, and send with Enter.
   - Shift+Enter makes a new line.
   - Stop keeps what was written.
3. Come back later, on any device.

- [x] Answers are stored while they are written
- [ ] Add a key to talk to a real model

> A turn is a durable thing of its own, not an HTTP response.

### Some prose

${Array.from({ length: 8 }, (_, index) => `Paragraph ${index + 1} is here so that there is something to scroll. Scroll up while it streams: the page lets go of the end and stays where you read. Press *Jump to latest* to follow again.`).join("\n\n")}
`;

const longChinese = `## 一个长回答，用来试试页面

这段文字来自 **demo:guide**，没有询问任何模型。

### 表格

| 你可以做的事 | 回答进行时 | 重启之后 |
| --- | :---: | :---: |
| 阅读已有内容 | 可以 | 可以 |
| 刷新页面 | 继续生成 | 全部都在 |
| 切换模型 | 下一条消息生效 | 下一条消息生效 |

### 代码

${code}

### 列表

1. 在输入框上方选择一个模型。
2. 写下问题，按回车发送。
   - Shift+回车换行。
   - 停止会保留已写的内容。
3. 以后在任何设备上回来继续。

- [x] 回答在生成的同时就被保存
- [ ] 添加密钥，与真正的模型对话

> 一轮对话是一个持久的东西，而不是一次 HTTP 响应。

### 正文

${Array.from({ length: 8 }, (_, index) => `第 ${index + 1} 段只是为了有内容可以滚动。生成时向上滚动：页面会停在你阅读的地方。按“跳到最新”即可继续跟随。`).join("\n\n")}
`;
