import type { Child } from 'hono/jsx';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import type { Ticket } from './ticket.ts';

/** What another feature brings to the team's replies. */
export interface Answering {
  /** Stands in the bar under the text. */
  tool: (ctx: CtxOf<Member>, ticket: Ticket) => Child;
  /** Called in the transaction of a reply of the team's. */
  sent: (ctx: Ctx, ticket: Ticket, html: string) => Promise<void>;
}

let installed: readonly Answering[] = [];

/** Called once, by src/app/features.ts. */
export function installAnswering(list: readonly Answering[]): void {
  installed = list;
}

export const answeringTools = (ctx: CtxOf<Member>, ticket: Ticket): Child[] =>
  installed.map(({ tool }) => tool(ctx, ticket));

export async function answered(ctx: Ctx, ticket: Ticket, html: string): Promise<void> {
  for (const { sent } of installed) await sent(ctx, ticket, html);
}
