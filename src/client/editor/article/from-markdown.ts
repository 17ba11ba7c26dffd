import MarkdownIt from 'markdown-it';

// As an import reads it (src/features/article-import/markdown.ts), but that tags in words are words.
const markdown = new MarkdownIt({ html: false });

const CALLOUT = /^\[!(NOTE|INFO|TIP|IMPORTANT|WARNING|CAUTION)\]\s*/;
const KIND: Record<string, string> = { NOTE: 'info', INFO: 'info', IMPORTANT: 'info', TIP: 'tip' };

export function fromMarkdown(text: string): string {
  const page = new DOMParser().parseFromString(markdown.render(text), 'text/html');
  for (const code of page.querySelectorAll('pre > code')) {
    code.textContent = code.textContent.replace(/\n$/, '');
    const language = /^language-([a-z0-9+#-]{1,20})$/.exec(code.className.toLowerCase())?.[1];
    if (language) code.parentElement!.setAttribute('data-language', language);
    code.removeAttribute('class');
  }
  for (const quotation of page.querySelectorAll('blockquote')) {
    const words = quotation.querySelector('p')?.firstChild;
    const kind = words?.nodeType === Node.TEXT_NODE ? CALLOUT.exec(words.nodeValue ?? '') : null;
    if (!kind) continue;
    words!.nodeValue = words!.nodeValue!.slice(kind[0].length);
    const callout = page.createElement('aside');
    callout.dataset.callout = KIND[kind[1]!] ?? 'warning';
    callout.append(...quotation.childNodes);
    quotation.replaceWith(callout);
  }
  return page.body.innerHTML;
}
