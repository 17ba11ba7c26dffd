import type { Child } from 'hono/jsx';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Ticket } from './ticket.ts';

/** What another feature shows beside a ticket at the team's desk; null shows nothing. */
export type DeskPanel = (ctx: CtxOf<Member>, ticket: Ticket) => Promise<Child | null>;

let panels: readonly DeskPanel[] = [];

/** Called once, by src/app/features.ts. */
export function installDeskPanels(installed: readonly DeskPanel[]): void {
  panels = installed;
}

export const deskPanels = (ctx: CtxOf<Member>, ticket: Ticket): Promise<(Child | null)[]> =>
  Promise.all(panels.map((panel) => panel(ctx, ticket)));
