/** Texts that run a script where somebody forgets to escape them: in elements, attributes, addresses, styles, templates. */
const scripts = ['alert(1)', 'alert`1`', 'confirm(1)', "top['al'+'ert'](1)", 'prompt(1)'];

const places: ((script: string) => string)[] = [
  (script) => `<script>${script}</script>`,
  (script) => `"><script>${script}</script>`,
  (script) => `'><script>${script}</script>`,
  (script) => `</script><script>${script}</script>`,
  (script) => `</title><script>${script}</script>`,
  (script) => `</textarea><script>${script}</script>`,
  (script) => `</style><script>${script}</script>`,
  (script) => `--><script>${script}</script>`,
  (script) => `<ScRiPt>${script}</sCrIpT>`,
  (script) => `<script/x>${script}</script>`,
  (script) => `<script src="data:text/javascript,${script}"></script>`,
  (script) => `<img src=x onerror=${script}>`,
  (script) => `"><img src=x onerror=${script}>`,
  (script) => `" onmouseover="${script}" autofocus onfocus="${script}`,
  (script) => `' onfocus='${script}' autofocus='`,
  (script) => `<svg onload=${script}>`,
  (script) => `<svg><script>${script}</script></svg>`,
  (script) => `<svg><animate onbegin=${script} attributeName=x dur=1s>`,
  (script) => `<body onload=${script}>`,
  (script) => `<iframe srcdoc="<script>${script}</script>">`,
  (script) => `<iframe src="javascript:${script}">`,
  (script) => `<a href="javascript:${script}">x</a>`,
  (script) => `javascript:${script}`,
  (script) => `data:text/html,<script>${script}</script>`,
  (script) => `<details open ontoggle=${script}>`,
  (script) => `<video><source onerror=${script}></video>`,
  (script) => `<audio src=x onerror=${script}>`,
  (script) => `<input autofocus onfocus=${script}>`,
  (script) => `<select autofocus onfocus=${script}>`,
  (script) => `<marquee onstart=${script}>x</marquee>`,
  (script) => `<object data="javascript:${script}">`,
  (script) => `<embed src="javascript:${script}">`,
  (script) => `<form action="javascript:${script}"><button>x</button></form>`,
  (script) => `<math><mtext></form><form><mglyph><style></math><img src onerror=${script}>`,
  (script) => `<style>@import'javascript:${script}';</style>`,
  (script) => `<div style="width:expression(${script})">`,
  (script) => `{{constructor.constructor('${script}')()}}`,
  (script) => `\${${script}}`,
  (script) => `<noscript><p title="</noscript><img src=x onerror=${script}>">`,
  (script) =>
    `&lt;script&gt;${script}&lt;/script&gt;<base href="//x/"><link rel=stylesheet href=x onerror=${script}>`,
];

/** 200 of them. */
export const xssStrings: readonly string[] = places.flatMap((place) => scripts.map(place));
