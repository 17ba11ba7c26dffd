import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { playerOrigins } from '#platform/http/security-headers.ts';
import { withWhatGoes } from '#platform/richtext/clean.testing.ts';
import { allTogether, injections } from '../../../test/abuse/injections.ts';
import { cleanBody } from './body.ts';
import { embedOf } from './embeds.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const clean = (html: string) => cleanBody(html, (id) => id === ID);

describe('an article’s body', () => {
  test.each([
    '<h2>Check in one minute</h2><ol start="3"><li>Ask <strong>your</strong> IT team.</li></ol>',
    '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
    `<figure><img src="picture:${ID}" alt="The record" width="640" height="320" /><figcaption>Where it is</figcaption></figure>`,
    '<aside data-callout="warning"><p>It takes an hour.</p></aside>',
    '<pre data-language="dns"><code>v=spf1</code></pre>',
    `<p><a href="article:${ID}">What SPF does</a> and <a href="#fix">below</a></p>`,
    '<figure data-embed="https://www.youtube-nocookie.com/embed/abcdefghijk"></figure>',
  ])('has %s', (html) => {
    expect(clean(html)).toEqual({ html, lost: {} });
  });

  test('leads to telephones and to pages of the portal; control: to no other host, no code of a telephone, and no article by its address', () => {
    const link = (href: string) => clean(`<p><a href="${href}">x</a></p>`);
    for (const [href, kept] of [
      ['tel:+49 (30) 1234-56', 'tel:+4930123456'],
      ['TEL:112', 'tel:112'],
      ['/support/new?subject=Refund', '/support/new?subject=Refund'],
      ['/help/billing#top', '/help/billing#top'],
    ]) {
      const rel = kept!.startsWith('/') ? '' : ' rel="noopener"';
      expect(link(href!)).toEqual({ html: `<p><a href="${kept}"${rel}>x</a></p>`, lost: {} });
    }
    for (const href of [
      ...[
        'tel:*21*0190#',
        'tel:javascript:x()',
        'tel:',
        'sms:112',
        '//evil.example',
        '/\\evil.example',
        '/.//evil.example',
      ],
      ...['/%2fevil.example', '/&#9;/evil.example', 'support/new', '/knowledge/99', '/help/en/gone'],
    ])
      expect(link(href), href).toEqual({ html: '<p>x</p>', lost: { link: 1 } });
  });

  test('a heading and a link without words are none; control: one of a picture, of a number, or in code is', () => {
    const picture = '<img src="picture:01900000-0000-7000-8000-000000000001" alt="" />';
    for (const [html, kept] of [
      ['<p>One</p><h2></h2><h2><br></h2><h3>&nbsp;</h3><h3><b>&#8203;</b></h3><p>Two</p>', '<p>One</p><p>Two</p>'],
      ['<p>One <a href="https://x.example"></a><a href="https://x.example"><br></a>two</p>', '<p>One <br />two</p>'],
      ['<h2><a href="https://x.example"> </a></h2><p>One</p>', '<p>One</p>'],
    ])
      expect(clean(html!)).toEqual({ html: kept, lost: {} });
    for (const html of [
      `<h2>${picture}</h2><p><a href="https://x.example/" rel="noopener">${picture}</a></p>`,
      '<h2>0</h2>',
      '<pre><code>&lt;h2&gt;&lt;/h2&gt;</code></pre>',
    ])
      expect(clean(html)).toEqual({ html, lost: {} });
  });

  test('leads where is meant, and not by Outlook or Google first; control: an address in one of anybody else stays', () => {
    const link = (href: string) => /href="([^"]*)"/.exec(clean(`<p><a href="${href}">x</a></p>`).html)?.[1];
    const meant = encodeURIComponent('https://docs.example/a?b=c');
    for (const around of [
      `https://eur01.safelinks.protection.outlook.com/?url=${meant}&amp;data=05%7Cdana%40acme.example`,
      `https://www.google.com/url?q=${meant}&amp;sa=D`,
    ])
      expect(link(around)).toBe('https://docs.example/a?b=c');
    const others = `https://out.example/?url=${meant}`;
    expect(link(others)).toBe(others);
    expect(link('https://www.google.com/url?q=javascript:x()')).toBe('https://www.google.com/url?q=javascript:x()');
  });

  test('names things by their one name, and has no second title', () => {
    expect(clean('<h1>Big</h1><h6>Small</h6><p><b>x</b><i>y</i></p>').html).toBe(
      '<h2>Big</h2><h4>Small</h4><p><strong>x</strong><em>y</em></p>',
    );
  });

  test('a first row of headings is the head of its table, as no editor keeps it; one that heads its rows is not', () => {
    const row = '<tr><th><p>A</p></th><th colspan="2">B</th></tr>';
    const rest = '<tr><td>1</td><td>2</td><td>3</td></tr>';
    const headed = `<table><thead>${row}</thead><tbody>${rest}</tbody></table>`;
    expect(clean(`<table><tbody>${row}${rest}</tbody></table>`).html).toBe(headed);
    expect(clean(headed).html).toBe(headed);
    expect(clean(`<table><tbody>${row}</tbody></table>`).html).toBe(`<table><thead>${row}</thead></table>`);
    for (const body of [
      '<tr><th>A</th><td>1</td></tr>',
      '<tr><th scope="row">A</th></tr><tr><th scope="row">B</th></tr>',
      '<tr><th rowspan="2">A</th><th>B</th></tr><tr><td>1</td></tr>',
    ])
      expect(clean(`<table><tbody>${body}</tbody></table>`).html).toBe(`<table><tbody>${body}</tbody></table>`);
    const wide = `<table><tbody><tr>${'<th>A</th>'.repeat(5000)}<td>1</td></tr></tbody></table>`;
    expect(clean(wide).html).toBe(wide);
  });

  test('what was folded has its head in a line of its own', () => {
    const { html, lost } = clean('<details><summary>More</summary>hidden <b>words</b><p>and lines</p></details>');
    expect(html).toBe('<p>More</p><p>hidden <strong>words</strong></p><p>and lines</p>');
    expect(lost).toEqual({});
  });

  test('loses nothing without saying so', () => {
    const html = `<script>alert(1)</script><style>.page{display:none}</style><p style="position:fixed">Words <a href="javascript:x()">stay</a></p>
      <img src="https://elsewhere.example/x.png" alt="a lamp"><iframe src="http://elsewhere.example/"></iframe>
      <form action="/x"><input name="y"><button>Send</button></form><svg onload="x()"><text>drawn</text></svg><marquee>moving</marquee>`;
    const { html: left, lost } = clean(html);
    expect(lost).toEqual({ script: 1, style: 1, link: 1, image: 1, embed: 1, form: 3, drawing: 1, rest: 2 });
    expect(left).not.toMatch(/script|style|javascript|onload|elsewhere|form|svg/);
    for (const word of ['Words', 'stay', 'a lamp', 'Send', 'drawn', 'moving']) expect(left).toContain(word);
  });

  test('leaves what follows an element that goes outside it', () => {
    fc.assert(
      fc.property(withWhatGoes, ({ html, without }) => void expect(clean(html).html).toBe(clean(without).html)),
    );
    const player = '<iframe src="/x"></iframe>';
    expect(clean(`${player}<h2>Head</h2><p>one</p><p>two</p>`).html).toBe('<h2>Head</h2><p>one</p><p>two</p>');
    expect(clean(`${'<blockquote>'.repeat(24)}<div>a</div><b>b</b>c`).html).toContain('>abc</blockquote>');
  });

  test('says nothing of what other programs wrap text in', () => {
    const word = `<html xmlns:o="urn:x"><head></head><body lang=EN-GB><!--StartFragment--><p class=MsoNormal><span style='font-size:12.0pt'>From Word<o:p></o:p></span></p><!--EndFragment--></body></html>`;
    expect(clean(word)).toEqual({ html: '<p>From Word</p>', lost: {} });
    const docs =
      '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:700">From Docs</span></p></b>';
    expect(clean(docs).html).toContain('From Docs');
  });

  test('a player from nowhere on the list is said, and the way to it stays', () => {
    expect(clean('<figure data-embed="https://nowhere.example/?a=1&amp;b=2"></figure>')).toEqual({
      html: '<p><a href="https://nowhere.example/?a=1&amp;b=2" rel="noopener">https://nowhere.example/?a=1&amp;b=2</a></p>',
      lost: { embed: 1 },
    });
    const link = (to: string) => `<a href="${to}" rel="noopener">${to}</a>`;
    expect(
      clean('<p>Look: <iframe src="//maps.example/a"></iframe>here</p><iframe src="https://maps.example/b">'),
    ).toEqual({
      html: `<p>Look:  ${link('https://maps.example/a')} here</p><p>${link('https://maps.example/b')}</p>`,
      lost: { embed: 2 },
    });
    for (const unseen of [
      '<iframe src="https://tag.example/" width="0" height="0"></iframe>',
      '<iframe src="/x"></iframe>',
    ])
      expect(clean(unseen)).toEqual({ html: '', lost: { embed: 1 } });
    expect(clean('<figure data-embed="javascript:alert(1)"></figure>')).toEqual({ html: '', lost: { embed: 1 } });
  });

  test('takes a video from the list by whatever address was pasted, and no other', () => {
    expect(embedOf('https://youtu.be/abcdefghijk?t=3')).toBe('https://www.youtube-nocookie.com/embed/abcdefghijk');
    expect(embedOf('https://vimeo.com/123456789')).toBe('https://player.vimeo.com/video/123456789?dnt=1');
    for (const same of ['//www.youtube-nocookie.com/embed/abcdefghijk', 'http://www.youtube.com/embed/abcdefghijk'])
      expect(embedOf(same)).toBe('https://www.youtube-nocookie.com/embed/abcdefghijk');
    const unlisted = 'https://player.vimeo.com/video/123456789?h=8272103f6e&dnt=1';
    for (const same of [
      'https://vimeo.com/123456789/8272103f6e',
      '//player.vimeo.com/video/123456789?h=8272103f6e',
      unlisted,
    ])
      expect(embedOf(same)).toBe(unlisted);
    expect(embedOf('https://player.vimeo.com/video/123456789?h=<x>')).toBe(undefined);
    for (const other of [
      'https://youtu.be.evil.example/abcdefghijk',
      'https://user@youtu.be/abcdefghijk',
      'https://www.youtube.com/watch?v="><script>',
      'javascript:alert(1)',
    ])
      expect(embedOf(other), other).toBeUndefined();
    for (const address of ['https://youtu.be/abcdefghijk', 'https://vimeo.com/123456789'])
      expect(playerOrigins).toContain(new URL(embedOf(address)!).origin);
  });

  test('the places that Word names are none here: a link to one becomes words; control: one to a heading stays', () => {
    const { html, lost } = clean(
      '<p><a href="#_Toc123">Fees</a> <a href="#_ftn1">1</a> <a href="#s-fees">below</a></p>',
    );
    expect(html).toBe('<p>Fees 1 <a href="#s-fees">below</a></p>');
    expect(lost).toEqual({});
  });

  test('of lists of terms, addresses and captions keeps apart what stood apart', () => {
    expect(clean('<dl><dt>Price</dt><dd>10 €</dd><dt>Time</dt><dd>A day</dd></dl>').html).toBe(
      '<p>Price</p><p>10 €</p><p>Time</p><p>A day</p>',
    );
    expect(clean('<nav>Up</nav><address>Here<br>9</address><fieldset><legend>Who</legend></fieldset>').html).toMatch(
      /^<p>Up<\/p><p>Here<br \/>9<\/p>(?:<p><\/p>)*<p>Who<\/p>/,
    );
    expect(clean('<table border="1"> <caption>Our <b>rates</b></caption><tr><td>1</td></tr></table>').html).toBe(
      '<p>Our <strong>rates</strong></p><table><tr><td>1</td></tr></table>',
    );
  });

  /** What an article must not hold when it has been cleaned. */
  const harm = [
    /<(?!\/?(?:p|h[234]|pre|blockquote|[uo]l|li|hr|aside|fig\w+|t\w+|br|strong|em|s|u|code|su[bp]|a|img)\b)[a-z]/i,
    /<[^>]*\s(?:on\w+|style|class|id|srcset|formaction|xlink:href)\s*=/i,
    /(?:src|data-embed)="(?!picture:|https:\/\/(?:www\.youtube-nocookie|player\.vimeo|www\.loom)\.com\/)/,
    /href="(?!https?:|mailto:|tel:\+?\d+"|article:|#|\/(?![/\\]|%2f|%5c))/i,
  ];

  test('TRUST 18: every injection there is leaves no script, no frame, no style and no foreign address', () => {
    for (const html of [...injections('evil.example'), allTogether(injections('evil.example'))]) {
      const { html: left } = clean(html);
      for (const one of harm) expect(left, html).not.toMatch(one);
    }
  });

  test('TRUST 18, control: as they were written they hold all of it', () => {
    const raw = allTogether(injections('evil.example'));
    for (const one of harm) expect(raw).toMatch(one);
  });

  test('of five megabytes is cleaned in a moment', () => {
    const long = `<p>${'word '.repeat(20)}</p>`.repeat(48_000);
    expect(long.length).toBeGreaterThan(5_000_000);
    expect(clean(long)).toEqual({ html: long.replaceAll(' </p>', ' </p>'), lost: {} });
  });

  test('of more tags than anybody reads keeps its words, a paragraph for a few of its lines', () => {
    const lines = Array.from({ length: 150_000 }, (_, at) => `<li>Line ${at} of <b>it</b> &amp; more</li>`);
    const { html, lost } = clean(`<ul>${lines.join('')}</ul>`);
    expect(lost).toEqual({ rest: 1 });
    expect(html.split('<p>')).toHaveLength(25_001);
    expect(html.slice(0, 60)).toMatch(/^<p>Line 0 of\s+it\s+&amp; more\s+Line 1 of/);
    expect(clean(html)).toEqual({ html, lost: {} });
  });
});
