import { Parser } from 'htmlparser2';

export interface Html {
  title: string;
  body: string;
  language: string;
  summary: string;
}

interface Span {
  start: number;
  end: number;
}

/** A page of a website: what it is called, and what is in its main part without its heading. One pass, whatever it is made of. */
export function readHtml(raw: string): Html {
  const inside = new Map<string, Span>();
  let [language, summary, title, heading] = ['', '', '', ''];
  let h1: Span | undefined;
  let into: 'title' | 'h1' | null = null;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'html') language ||= attributes.lang ?? '';
      if (name === 'meta' && attributes.name?.toLowerCase() === 'description') summary ||= attributes.content ?? '';
      if ((name === 'main' || name === 'article' || name === 'body') && !inside.has(name))
        inside.set(name, { start: parser.endIndex + 1, end: raw.length });
      if (name === 'title' && title === '') into = 'title';
      if (name === 'h1' && !h1) {
        into = 'h1';
        h1 = { start: parser.startIndex, end: raw.length };
      }
    },
    ontext(text) {
      if (into === 'title') title += text;
      if (into === 'h1') heading += text;
    },
    onclosetag(name) {
      const span = inside.get(name);
      if (span && span.end === raw.length) span.end = parser.startIndex;
      if (name === 'h1' && h1 && into === 'h1') h1.end = parser.endIndex + 1;
      if (name === into) into = null;
    },
  });
  parser.end(raw);
  const part = inside.get('main') ?? inside.get('article') ?? inside.get('body') ?? { start: 0, end: raw.length };
  const without = h1 && h1.start >= part.start && h1.end <= part.end ? h1 : { start: part.end, end: part.end };
  return {
    title: plain(heading) || plain(title),
    body: raw.slice(part.start, without.start) + raw.slice(without.end, part.end),
    language: language.slice(0, 10),
    summary: plain(summary).slice(0, 300),
  };
}

const plain = (text: string): string => text.slice(0, 5000).replaceAll(/\s+/g, ' ').trim();
