/** Takes the title and the named metas (live token, CSRF token, colour) of `page`; the rest of the head stays. */
export function matchHead(page: Document): void {
  document.title = page.title;
  for (const meta of page.head.querySelectorAll('meta[name]')) {
    const name = meta.getAttribute('name') ?? '';
    const current = document.head.querySelector(`meta[name="${CSS.escape(name)}"]`);
    if (current) current.replaceWith(document.importNode(meta, true));
    else document.head.append(document.importNode(meta, true));
  }
}

/** Whether `page` was made by another build, whose scripts and styles this page does not have. */
export function isOtherBuild(page: Document): boolean {
  return assetsOf(page) !== assetsOf(document);
}

function assetsOf(page: Document): string {
  const tracked = page.head.querySelectorAll('[data-turbo-track="reload"]');
  return [...tracked].map((element) => element.getAttribute('src') ?? element.getAttribute('href')).join(' ');
}
