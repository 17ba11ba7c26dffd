import type { Child } from 'hono/jsx';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Ticket } from './ticket.ts';

/** What another feature shows beside a ticket at the team's desk; null shows nothing. */
export type DeskPanel = (ctx: CtxOf<Member>, ticket: Ticket) => Promise<Child | null>;

let cautions: readonly DeskPanel[] = [];
let panels: readonly DeskPanel[] = [];

/** Called once, by src/app/features.ts. `before` stands over the answer, the others beside the ticket. */
export function installDeskPanels(installed: readonly DeskPanel[], before: readonly DeskPanel[]): void {
  panels = installed;
  cautions = before;
}

export interface Panels {
  before: (Child | null)[];
  beside: (Child | null)[];
}

export async function deskPanels(ctx: CtxOf<Member>, ticket: Ticket): Promise<Panels> {
  const shown = (all: readonly DeskPanel[]) => Promise.all(all.map((panel) => panel(ctx, ticket)));
  const [before, beside] = await Promise.all([shown(cautions), shown(panels)]);
  return { before, beside };
}
