import { sql } from 'kysely';
import { startArticle } from '#features/knowledge/index.ts';
import { peopleOf, type Ticket } from '#features/tickets/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';
import { articleFromTicket } from './events.ts';
import { withoutCustomer } from './private.ts';

/** What an article about a ticket begins with: its subject and the team's last answer, without the customer. */
export async function suggested(ctx: Ctx, ticket: Ticket): Promise<{ title: string; body: string }> {
  const [people, last] = await Promise.all([
    peopleOf(ctx, ticket),
    ctx.db
      .selectFrom('replies')
      .select('body_html as html')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('ticket_id', '=', ticket.id)
      .where('member_id', 'is not', null)
      .orderBy('id', 'desc')
      .limit(sql.lit(1))
      .executeTakeFirst(),
  ]);
  const names = [people.requester, people.account, people.accountShort];
  return {
    title: withoutCustomer(ticket.subject, names).slice(0, 200),
    body: last ? withoutCustomer(toPlainText(last.html), names) : '',
  };
}

/** The draft, which leads back to its ticket. */
export async function beginFrom(
  ctx: Ctx,
  ticket: Ticket,
  input: { title: string; categoryId: string; locale: string; body: string },
): Promise<number> {
  const { title, categoryId, locale, body } = input;
  const html = body.trim() === '' ? '' : fromPlainText(body);
  const { id, number } = await startArticle(ctx, { title, categoryId, locale, summary: '', html });
  await record(ctx, articleFromTicket, {
    subjectId: id,
    accountId: ticket.accountId,
    data: { number, ticket: ticket.number },
  });
  return number;
}
