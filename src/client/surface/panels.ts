import type { FrameElement } from '@hotwired/turbo';
import { delegate } from '../delegate.ts';

/**
 * `a[data-panel=ID]` leads to a page of its own, and where scripts run shows a panel over this one instead. A press outside
 * closes a panel, and the link is outside: what was open when the press began stays closed.
 */
export function watchPanels(): void {
  let pressedOpen = false;
  document.addEventListener(
    'pointerdown',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-panel]') : null;
      pressedOpen = panelOf(link)?.matches(':popover-open') ?? false;
    },
    true,
  );
  delegate('click', 'a[data-panel]', (event, link) => {
    const panel = panelOf(link);
    if (!panel || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    // A click by the keyboard comes without a press before it.
    const wasOpen = event.detail > 0 ? pressedOpen : panel.matches(':popover-open');
    if (wasOpen) panel.hidePopover();
    else panel.showPopover({ source: link } as ShowPopoverOptions);
  });
  document.addEventListener(
    // Not `toggle`, which comes a moment after what is seen.
    'beforetoggle',
    (event) => {
      if (!(event.target instanceof HTMLElement) || !event.target.popover) return;
      const open = String((event as ToggleEvent).newState === 'open');
      if (open === 'true') fill(event.target);
      for (const link of document.querySelectorAll(`a[data-panel="${event.target.id}"]`)) {
        link.setAttribute('aria-expanded', open);
      }
    },
    true,
  );
}

// A lazy frame asks once, when it comes in sight, and never again if no answer came: its page was refreshed meanwhile, or the
// server was away.
function fill(panel: HTMLElement): void {
  for (const frame of panel.querySelectorAll<FrameElement>('turbo-frame[src]')) {
    if (frame.loading === 'lazy') frame.loading = 'eager';
    else if (!frame.hasAttribute('busy') && !frame.firstElementChild) void frame.reload();
  }
}

const panelOf = (link: HTMLElement | null): HTMLElement | null =>
  link && document.getElementById(link.dataset.panel ?? '');

/** What is hidden keeps the keyboard until the next picture: a key pressed by then would be typed where nobody sees it. */
export function closeMenu(menu: HTMLElement | null): void {
  const focused = document.activeElement;
  menu?.hidePopover();
  if (focused instanceof HTMLElement && menu?.contains(focused)) focused.blur();
}
