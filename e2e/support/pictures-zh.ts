import { marks } from "../fake-provider/scenarios.ts";
import type { Script } from "./pictures.ts";

const index = "```sql\nCREATE INDEX note_author_created\n  ON note (author_id, created_at DESC);\n```";

export const chinese: Script = {
  name: "林晓",
  email: "linxiao@example.com",
  newcomer: { name: "陈一鸣", email: "yiming@example.com" },
  older: [
    { title: "里斯本行李清单", daysAgo: 34 },
    { title: "天空为什么是蓝色的", daysAgo: 19 },
    { title: "给小雅和阿哲的祝酒词", daysAgo: 12 },
    { title: "在旧笔记本上运行 Ollama", daysAgo: 5 },
    { title: "给帆船起个名字", daysAgo: 3 },
    { title: "八人份的汤，不放洋葱", daysAgo: 1 },
  ],
  archived: ["搬家步骤", "冬天的书单"],
  trashed: ["给房东的信，第一稿", "试一下", "床笠怎么叠"],
  title: "什么时候值得建索引",
  exchanges: [
    {
      question: "我的 SQLite 笔记表已经有两百万行，打开某位作者的页面要一秒钟。我需要索引吗？",
      answer: `需要。没有索引时，SQLite 要读**每一行**才能找到某位作者的笔记。给 \`WHERE\` 和 \`ORDER BY\` 用到的列建索引，就只需读很少几行：

| 方式 | 读取行数 | 用时 |
| :-- | --: | --: |
| 全表扫描 | 2,000,000 | 940 毫秒 |
| 只索引 \`author_id\` | 3,100 | 6 毫秒 |
| 两列联合索引 | 20 | 0.2 毫秒 |

最后一种连排序也省了：数据本来就按显示的顺序存放。`,
    },
    {
      question: "请写出迁移语句，并告诉我怎样确认它被用上了。",
      answer: `语句如下：\n\n${index}\n\n然后用 \`EXPLAIN QUERY PLAN\` 查看执行计划，应当看到\n\n> SEARCH note USING INDEX note_author_created (author_id=?)\n\n而不是 \`SCAN note\` 或 \`USE TEMP B-TREE FOR ORDER BY\`。给两百万行建索引只需几秒，请在没有人写入时执行。`,
    },
  ],
  thought: {
    title: "一天两次潮汐",
    told: [
      {
        question: "月亮一天只经过我们头顶一次，为什么潮汐一天有两次？",
        parts: [
          {
            type: "reasoning",
            text: "常见的误解是只有朝着月亮的一侧隆起。关键在于引力的*差别*：此处所受的引力与地心所受的引力之差。先说两侧，再说那五十分钟。",
            ms: 7400,
          },
          {
            type: "text",
            text: "因为海水在地球的**两侧**都会隆起。\n\n1. 朝向月亮的海水受到的引力比地心*大*，于是跑到前面。\n2. 背向月亮的海水受到的引力比地心*小*，于是落在后面。\n\n地球每天在这两处隆起之下转一圈，所以大多数海岸每天有两次高潮，相隔约 12 小时 25 分钟。",
          },
          { type: "source", text: "潮汐是怎样形成的", url: "https://harbour.example/tides" },
          { type: "source", text: "大潮与小潮：水手年历", url: "https://www.almanac.example/neap" },
        ],
      },
      {
        question: "那大潮呢？",
        parts: [
          { type: "text", text: "太阳和月亮排成一线，两者的引力合在一起，高潮就比平时**更高**。" },
          { type: "source", text: "大潮与小潮：水手年历", url: "https://www.almanac.example/neap" },
        ],
      },
    ],
  },
  rich: {
    title: "复制照片档案",
    question: "复制我的照片档案要多久？怎样确认没有丢失文件？",
    answer: [
      "### 要多久",
      "用总大小除以较慢那块硬盘的速度。设 $s$ 为大小（GB），$v$ 为速度（MB/s）：",
      "$$t = \\frac{1000\\,s}{60\\,v} \\approx \\frac{1000 \\cdot 840}{60 \\cdot 140} = 100 \\text{（分钟）}$$",
      "### 按什么顺序",
      "```mermaid\nflowchart LR\n  Old[旧硬盘] --> Copy[复制] --> New[新硬盘]\n  Copy --> Sums[校验和]\n  Sums --> Compare[比对]\n  New --> Compare\n```",
      "```ts\n/** 两份文件的内容是否完全相同。 */\nexport async function isSame(a: string, b: string): Promise<boolean> {\n  const [one, other] = await Promise.all([checksum(a), checksum(b)]);\n  return one === other; // 64 位十六进制数\n}\n```",
      "- [x] 在旧硬盘上列出校验和\n- [ ] 连同校验和一起复制\n- [ ] 比对，旧硬盘再留一个月[^1]",
      "> 没有比对过的副本，只是一种愿望。",
      "参见[使用手册](https://disks.example/manual)和 ![两块硬盘](https://disks.example/two.png)。",
      "[^1]: 放进抽屉，不要放在桌上。",
    ].join("\n\n"),
  },
  long: {
    title: "没有空格的超长标题也应当在侧边栏和页面顶部整齐地截断而不会把旁边的按钮挤出屏幕之外",
    question:
      "请拆解 https://files.example/archive/2026/03/a-very-long-name-of-a-file-without-any-space-in-it-that-goes-on-and-on.tar.gz?token=0123456789abcdef0123456789abcdef",
    answer: [
      "好的。`Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz` 有 63 个字母，超长的文字没有空格也要能够换行而不会超出页面的宽度。",
      "| 部分 | 内容 | 字符数 | 是否编码 | 可否省略 | 由谁决定 | 另一个例子 | 备注 |\n| :-- | :-- | --: | :-: | :-: | :-- | :-- | :-- |\n| 协议 | `https` | 5 | 否 | 否 | 服务器 | `http` | 决定端口 |\n| 主机 | `files.example` | 13 | 否 | 否 | 您 | `mirror.example` | 不区分大小写 |\n| 路径 | `/archive/2026/03/a-very-long-name…` | 98 | 是 | 可以 | 存档 | `/index` | 区分大小写 |",
      "| | 旧地址 | 新地址 |\n| :-- | :-- | :-- |\n| 主机 | `files.example` | `mirror.example` |",
      "```sh\ncurl --fail --location --retry 5 --output archive.tar.gz 'https://files.example/archive/2026/03/a-very-long-name-of-a-file-without-any-space-in-it.tar.gz?token=0123456789abcdef'\n```",
    ].join("\n\n"),
  },
  running: {
    title: "沿河骑行的周末",
    question: "请安排一个沿河骑行的周末：两天，没有上坡，要有好吃的蛋糕。",
    answer: `两天都很轻松，一路顺风，每天约 45 公里。

## 星期六：骑到老磨坊

早上九点从车站出发，那时渡船上还没有人。到船闸之前，路一直在**左岸**。

| 地点 | 公里 | 为什么停下 |
| :-- | --: | :-- |
| 船闸看守人的小屋 | 12 | 咖啡，还有晒得到太阳的长椅 |
| 柳树岛 | 27 | 天暖时可以游泳 |
| 老磨坊 | 44 | 李子蛋糕，住宿 60 元起 |

## 星期日：穿过果园回家

第二天的路程比看上去${marks.hold}要短。`,
  },
  waiting: { title: "给孩子的谜语", question: "编一个关于灯塔的谜语，要让八岁的孩子猜得出来。" },
  troubles: {
    title: "旧菜谱是什么意思",
    stopped: {
      question: "奶奶的菜谱上写着“中火烤箱”，那是多少度？",
      answer: `大约 **180 °C**，带风扇的烤箱用 160 °C。烤箱还没有温度计的时候，厨师${marks.hold}会把手伸进去。`,
    },
    interrupted: {
      question: "那“一小块黄油”呢？",
      answer: `就是餐刀尖上放得住的那么多，大约 15 克。如果面团看起来${marks.cut}`,
    },
    failed: "半升是几杯？",
  },
  next: "回程坐哪一班火车？",
  systemPrompt: "你是一位耐心的数据库工程师。请用短句回答，并给出 SQL。",
  preset: "数据库帮手",
  find: "索引",
};
