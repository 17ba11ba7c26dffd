/**
 * Word copies no lists: a line of one is a paragraph whose style says the level (`mso-list: l0 level1 lfo1`), and which begins with the sign
 * or number itself. `style` is the attribute in which styles wait.
 */
export function makeListsOfWord(page: Document, style: string): void {
  let open: { list: Element; level: number; kind: string }[] = [];
  for (const line of page.body.querySelectorAll(`p[${style}*="mso-list"]`)) {
    const level = Number(/mso-list:[^;]{0,60}\blevel(\d)/i.exec(line.getAttribute(style) ?? '')?.[1] ?? 0);
    if (level === 0) continue;
    // Something else stood between: another list.
    if (line.previousElementSibling !== open[0]?.list) open = [];
    while (open.length > 1 && open.at(-1)!.level > level) open.pop();
    const sign = takeSign(line, style);
    const kind = /^\s*\(?\w{1,4}[.)]/.test(sign) ? 'ol' : 'ul';
    // Of another kind, or counted from one again: a list of its own.
    const last = open.at(-1);
    if (last && last.level >= level && (last.kind !== kind || /^\s*\(?0*1[.)](?!\d)/.test(sign))) open.pop();
    let into = open.at(-1);
    if (!into || into.level < level) {
      const list = page.createElement(kind);
      // After something that stood between the steps they go on being counted.
      const [, first] = (kind === 'ol' && /0*(\d{1,4})[.)]?\s*$/.exec(sign)) || [];
      if (first && first !== '1') list.setAttribute('start', first);
      if (into) into.list.lastElementChild!.append(list);
      else line.before(list);
      into = { list, level, kind };
      open.push(into);
    }
    const item = page.createElement('li');
    into.list.append(item);
    item.append(line);
  }
}

function takeSign(line: Element, style: string): string {
  const spans = [...line.querySelectorAll(`[${style}]`)];
  const sign = spans.find((span) => /mso-list:\s*ignore/i.test(span.getAttribute(style) ?? ''));
  sign?.remove();
  return sign?.textContent ?? '';
}
