/** Footnotes, whose notes stay where they are written; see `corpus-blocks.ts`. */
export const noteCorpus: Record<string, [text: string, html: string][]> = {
  Footnotes: [
    [
      "A claim[^1].\n\n[^1]: Its source.",
      '<p>A claim<sup><a href="#note-1">1</a></sup>.</p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> Its source.</p></div>',
    ],
    [
      "[^note]: word\n\nfirst[^note]",
      '<div><p id="note-1"><sup><a href="#mark-1">note</a></sup> word</p></div><p>first<sup><a href="#note-1">note</a></sup></p>',
    ],
    ["no such[^2] note", "<p>no such<sup>2</sup> note</p>"],
    ["[^a-z] is a set of characters", "<p>[^a-z] is a set of characters</p>"],
    [
      "a[^1] b[^1]\n\n[^1]: https://example.com",
      '<p>a<sup><a href="#note-1">1</a></sup> b<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> <a href="https://example.com/">https://example.com</a></p></div>',
    ],
    [
      "a[^1] b[^2]\n\n[^1]: one\n[^2]: *two*\nand more",
      '<p>a<sup><a href="#note-1">1</a></sup> b<sup><a href="#note-2">2</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> one</p></div><div><p id="note-2"><sup><a href="#mark-2">2</a></sup> <em>two</em>\nand more</p></div>',
    ],
    [
      "text[^1]\n[^1]: right below",
      '<p>text<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> right below</p></div>',
    ],
    [
      "> a[^1]\n>\n> [^1]: in a quote",
      '<blockquote><p>a<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> in a quote</p></div></blockquote>',
    ],
    [
      "- a[^1]\n\n[^1]: below",
      '<ul><li>a<sup><a href="#note-1">1</a></sup></li></ul><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> below</p></div>',
    ],
    [
      "[a[^1]](https://example.com)\n\n[^1]: not in a link",
      '<p><a href="https://example.com/">a<sup>1</sup></a></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> not in a link</p></div>',
    ],
    ["a[^1]\n\n```\n[^1]: code\n```", "<p>a<sup>1</sup></p><pre><code>[^1]: code</code></pre>"],
    [
      "| a[^1] |\n|-|\n| [^1]: no note |",
      "<table><thead><tr><th>a<sup>1</sup></th></tr></thead><tbody><tr><td><sup>1</sup>: no note</td></tr></tbody></table>",
    ],
    [
      "声明[^注1]。\n\n[^注1]: 这是来源。",
      '<p>声明<sup><a href="#note-1">注1</a></sup>。</p><div><p id="note-1"><sup><a href="#mark-1">注1</a></sup> 这是来源。</p></div>',
    ],
    [
      "a[^a.b] b[^É] c[^@x]\n\n[^@x]: one\n\n[^é]: *two*\n\n[^a.b]: https://example.com",
      '<p>a<sup><a href="#note-3">a.b</a></sup> b<sup><a href="#note-2">É</a></sup> c<sup><a href="#note-1">@x</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">@x</a></sup> one</p></div><div><p id="note-2"><sup><a href="#mark-2">é</a></sup> <em>two</em></p></div><div><p id="note-3"><sup><a href="#mark-3">a.b</a></sup> <a href="https://example.com/">https://example.com</a></p></div>',
    ],
    [
      "a[^*x*] b[^__proto__] c[^x\\]y]\n\n[^x\\]y]: one\n[^*x*]: two\n[^__proto__]: three",
      '<p>a<sup><a href="#note-2">*x*</a></sup> b<sup><a href="#note-3">__proto__</a></sup> c<sup><a href="#note-1">x\\]y</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">x\\]y</a></sup> one</p></div><div><p id="note-2"><sup><a href="#mark-2">*x*</a></sup> two</p></div><div><p id="note-3"><sup><a href="#mark-3">__proto__</a></sup> three</p></div>',
    ],
    ["a[^note one]\n\n[^note one]: x", "<p>a[^note one]</p><p>[^note one]: x</p>"],
    [
      "a[^note one] b[^toString] c[^]\n\n[^note one]: https://example.com",
      '<p>a[^note one] b[^toString] c[^]</p><p>[^note one]: <a href="https://example.com/">https://example.com</a></p>',
    ],
    [
      "![^1] [t][^1] [^1](https://example.com)\n\n[^1]: a",
      '<p>!<sup><a href="#note-1">1</a></sup> [t]<sup><a href="#note-1">1</a></sup> <a href="https://example.com/">^1</a></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> a</p></div>',
    ],
    ["a\\[^1] `[^1]`\n\n    [^1]: code", "<p>a[^1] <code>[^1]</code></p><pre><code>[^1]: code</code></pre>"],
    [
      "a[^x]\n\n[^X]: the first\n\n[^x]: the second",
      '<p>a<sup><a href="#note-1">x</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">X</a></sup> the first</p></div><div><p><sup>x</sup> the second</p></div>',
    ],
    [
      "[^1]: same\n\n[^1]: same\n\na[^1]",
      '<div><p id="note-1"><sup><a href="#mark-1">1</a></sup> same</p></div><div><p><sup>1</sup> same</p></div><p>a<sup><a href="#note-1">1</a></sup></p>',
    ],
    [
      "a[^1]\n\n[^1]: first\n\n    second paragraph\n\n    - l\n\nafter",
      '<p>a<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> first</p><p>second paragraph</p><ul><li>l</li></ul></div><p>after</p>',
    ],
    [
      "a[^1]\n\n[^1]: - one\n    - two\n\n    > quote",
      '<p>a<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> </p><ul><li>one</li><li>two</li></ul><blockquote><p>quote</p></blockquote></div>',
    ],
    [
      "a[^1]\n\n[^1]: > quote\nlazy\n\n    ```js\n    let a;\n\n    let b;\n    ```\n\nafter",
      '<p>a<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> </p><blockquote><p>quote\nlazy</p></blockquote><pre><code>let a;\n\nlet b;</code></pre></div><p>after</p>',
    ],
    [
      "a[^1]\n\n[^1]: first\nlazy\n===\n\n\tafter a tab\n# Head",
      '<p>a<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> first\nlazy\n===</p><p>after a tab</p></div><h2>Head</h2>',
    ],
    [
      "a[^1]\n\n[^1]: ```js\nlast",
      '<p>a<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> </p><pre><code></code></pre></div><p>last</p>',
    ],
    [
      "a[^1]\n\n[^1]:\n    below\n\n\n[^2]:",
      '<p>a<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> below</p></div><div><p id="note-2"><sup><a href="#mark-2">2</a></sup> </p></div>',
    ],
    [
      "- a[^1]\n[^1]: right below a list\n\n| b[^2] |\n| - |\n[^2]: right below a table",
      '<ul><li>a<sup><a href="#note-1">1</a></sup></li></ul><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> right below a list</p></div><table><thead><tr><th>b<sup><a href="#note-2">2</a></sup></th></tr></thead></table><div><p id="note-2"><sup><a href="#mark-2">2</a></sup> right below a table</p></div>',
    ],
    [
      "- a[^1]\n\n  [^1]: in an item\n\n      more of it\n- b",
      '<ul><li><p>a<sup><a href="#note-1">1</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> in an item</p><p>more of it</p></div></li><li><p>b</p></li></ul>',
    ],
    [
      "> a[^1]\n[^1]: after a quote\n\nTitle[^2]\n===\n[^2]: after a heading\n===",
      '<blockquote><p>a<sup><a href="#note-1">1</a></sup></p></blockquote><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> after a quote</p></div><h2>Title<sup><a href="#note-2">2</a></sup></h2><div><p id="note-2"><sup><a href="#mark-2">2</a></sup> after a heading\n===</p></div>',
    ],
    [
      "a[^1][^2]\n\n[^1]: one[^2]\n\n    [^2]: within",
      '<p>a<sup><a href="#note-1">1</a></sup><sup><a href="#note-2">2</a></sup></p><div><p id="note-1"><sup><a href="#mark-1">1</a></sup> one<sup><a href="#note-2">2</a></sup></p><div><p id="note-2"><sup><a href="#mark-2">2</a></sup> within</p></div></div>',
    ],
  ],
};
