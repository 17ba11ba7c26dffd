import { describe, expect, it } from 'vitest';
import { cleanPicture } from './clean.ts';
import { PictureError } from './picture.ts';

const svg = (inside: string, attributes = 'viewBox="0 0 28 28"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`;
const clean = (text: string) => cleanPicture(Buffer.from(text));
const markup = (text: string) => clean(text).content.toString();

describe('an SVG logo', () => {
  it('is written anew, with the drawing as it was', () => {
    expect(markup(svg('<path d="M4.5 14 11 12.4z" fill="#fff" opacity=".55"/>'))).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><path d="M4.5 14 11 12.4z" fill="#fff" opacity=".55"></path></svg>',
    );
    expect(clean(svg('<g/>', 'width="40px" height="32"'))).toMatchObject({
      type: 'image/svg+xml',
      width: 40,
      height: 32,
    });
  });

  it('keeps what drawing programs write: gradients, clips, rules, styles, words', () => {
    const kept = markup(
      `\ufeff<?xml version="1.0" encoding="UTF-8"?><!-- Generator: somebody -->
      <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
      ${svg(
        `<title>Logo</title><metadata><rdf:RDF xmlns:rdf="x"><a onclick="1"/></rdf:RDF></metadata>
        <sodipodi:namedview pagecolor="#fff"><inkscape:grid/></sodipodi:namedview>
        <defs><style type="text/css"><![CDATA[/* all */ .st0{fill:#F59E0B;} .st1,#b{stroke:url(#g);-inkscape-font:x}]]></style>
        <linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient>
        <linearGradient id="g" xlink:href="#a" gradientTransform="matrix(1 0 0 1 0 0)"/></defs>
        <g clip-path="url('#c')" style="fill:rgb(1,2,3); enable-background:new 0 0 28 28"><path class="st0" inkscape:label="x" data-name="y" d="M0 0"/></g>
        <text font-family="'Fira Sans', sans-serif">Fern &amp; Co</text>`,
        'version="1.1" id="Layer_1" x="0px" y="0px" width="28" viewBox="0 0 28 28" xml:space="preserve" aria-hidden="true" style="enable-background:new 0 0 28 28;"',
      )}`,
    );
    for (const part of [
      '.st0{fill:#F59E0B}',
      '.st1,#b{stroke:url(#g)}',
      'href="#a"',
      'clip-path="url(#c)"',
      'Fern &amp; Co',
    ]) {
      expect(kept).toContain(part);
    }
    expect(kept).not.toMatch(/xlink|inkscape|rdf|onclick|Generator|DOCTYPE|xml:|data-|Logo|enable-background/);
  });

  // What a browser would run, load, follow or draw without end, and ways of hiding it.
  it.each([
    ['a script', svg('<script>alert(1)</script>')],
    ['a script in capitals', svg('<SCRIPT>alert(1)</SCRIPT>')],
    [
      'a script by a prefix for SVG itself',
      `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>`,
    ],
    ['a handler', svg('<path onclick="alert(1)" d="M0 0"/>')],
    ['a handler on the root', svg('', 'viewBox="0 0 1 1" onload="alert(1)"')],
    ['a handler in capitals', svg('<path ONLOAD="alert(1)"/>')],
    ['HTML inside', svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><b/></body></foreignObject>')],
    ['a link', svg('<a href="https://evil.example"><path/></a>')],
    ['a script behind a link', svg('<path xlink:href="javascript:alert(1)"/>')],
    ['a picture from elsewhere', svg('<image href="https://evil.example/x.png"/>')],
    ['a picture inside', svg('<image href="data:image/svg+xml;base64,PHN2Zz4="/>')],
    ['a part from elsewhere', svg('<use href="https://evil.example/x.svg#a"/>')],
    ['a part drawn over and over', svg('<g id="a"/><use href="#a"/>')],
    ['a gradient from elsewhere', svg('<linearGradient href="https://evil.example/x.svg#a"/>')],
    ['a fill from elsewhere', svg('<path fill="url(https://evil.example/x.svg#a)"/>')],
    ['a fill by escapes', svg('<path style="fill:u\\72l(//evil.example)"/>')],
    ['a fill by entities', svg('<path fill="&#117;rl(//evil.example)"/>')],
    ['an animation', svg('<rect><animate attributeName="href" values="javascript:alert(1)"/></rect>')],
    ['a value that is set later', svg('<set attributeName="onmouseover" to="alert(1)"/>')],
    ['a filter', svg('<filter id="f"/>')],
    ['a font from elsewhere', svg('<style>@font-face{font-family:x;src:url(//evil.example)}</style>')],
    ['a sheet from elsewhere', svg('<style>@import "//evil.example/x.css";</style>')],
    ['a style that loads', svg('<style>.a{background:url(//evil.example)}</style>')],
    ['a selector that looks', svg('<style>a[href^="x"]{fill:red}</style>')],
    ['a style sheet by instruction', `<?xml-stylesheet href="//evil.example/x.css"?>${svg('')}`],
    ['a style sheet with markup in it', svg('<style>.a{fill:red}&lt;script>alert(1)&lt;/script></style>')],
    ['an entity', `<!DOCTYPE svg [<!ENTITY a "<script/>">]>${svg('&a;')}`],
    ['an entity from a file', `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg('<text>&a;</text>')}`],
    ['a drawing in a drawing', svg('<svg onload="alert(1)"/>')],
    ['a second drawing', `${svg('')}<svg viewBox="0 0 1 1"/>`],
    ['HTML around it', `<html><body>${svg('')}</body></html>`],
    ['HTML after it', `${svg('')}<script>alert(1)</script>`],
    ['a page that mentions it', '<p>see <svg viewBox="0 0 1 1"></svg></p>'],
    ['too many parts', svg('<g/>'.repeat(2_001))],
    ['too deep', svg('<g>'.repeat(40) + '</g>'.repeat(40))],
    ['half a drawing', svg('<g>').slice(0, -6)],
    ['a character that is none', svg('<text>a\0b</text>')],
    ['no size', svg('', '')],
    ['no sensible size', svg('', 'viewBox="0 0 0 10"')],
    ['a size without end', svg('', 'viewBox="0 0 1e999 10"')],
    ['a line of words', svg('', 'viewBox="0 0 200 20"')],
  ])('with %s is refused, in words', (_what, text) => {
    expect(() => clean(text)).toThrow(PictureError);
  });

  it('in another encoding is refused', () => {
    expect(() => cleanPicture(Buffer.from(svg('<text>ä</text>'), 'latin1'))).toThrow('UTF-8');
    expect(() => cleanPicture(Buffer.from(svg('<text>ä</text>'), 'utf16le'))).toThrow(PictureError);
    expect(markup(svg('<text>ä</text>'))).toContain('ä');
  });

  it('control: what is refused would run: the same drawing without it is taken, and says nothing of it', () => {
    expect(markup(svg('<path d="M0 0"/>'))).toContain('<path d="M0 0">');
    expect(() => clean(svg('<script>alert(1)</script>'))).toThrow('has <script> in it, which a logo may not have');
    expect(() => clean(svg('<path onclick="alert(1)"/>'))).toThrow(
      'has the attribute "onclick", which would run a script',
    );
  });

  it('comes out with nothing but our own markup, however it was broken', () => {
    for (const text of [
      svg('<text>a]]>b</text>'),
      svg('<text title="x">&lt;script&gt;alert(1)&lt;/script&gt;</text>').replace(' title="x"', ''),
      svg("<text id='\"><script>alert(1)</script>'>x</text>"),
      svg('<path class=\'"&gt;&lt;script&gt;\' d="M0 0"/>'),
      svg('<path d="M0 0"><![CDATA[<script>alert(1)</script>]]></path>'),
      svg('<!--><script>alert(1)</script>--><path/>'),
      svg('<g></path></g></g>'),
      svg("<text font-family='a&quot; onload=&quot;alert(1)'>x</text>"),
    ]) {
      let out: string;
      try {
        out = markup(text);
      } catch (error) {
        expect(error).toBeInstanceOf(PictureError);
        continue;
      }
      const tags = out.match(/<[^>]*>/g) ?? [];
      expect(tags.join('').replace(/<\/?(svg|text|path|g)( [\w-]+="[^"<>]*")*>/g, ''), text).toBe('');
      expect(out.replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/);
    }
  });
});
