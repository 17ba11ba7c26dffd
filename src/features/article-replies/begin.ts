import { sql } from 'kysely';
import { type Article, startArticle } from '#features/knowledge/index.ts';
import { peopleOf, type Ticket } from '#features/tickets/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';
import { articleFromTicket } from './events.ts';
import { htmlWithoutCustomer, withoutCustomer } from './private.ts';

/** What an article about a ticket begins with: its subject and the team's last answer, without the customer. */
export async function suggested(ctx: Ctx, ticket: Ticket): Promise<{ title: string; html: string }> {
  const [people, others, last] = await Promise.all([
    peopleOf(ctx, ticket),
    colleagues(ctx, ticket),
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
  const names = [people.requester, people.account, people.accountShort, ...others];
  return {
    title: withoutCustomer(ticket.subject, names).slice(0, 200),
    html: last ? htmlWithoutCustomer(last.html, names) : '',
  };
}

/** Everybody of the customer who wrote in the ticket, or stands on it. */
async function colleagues(ctx: Ctx, ticket: Ticket): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from contacts c
    where c.workspace_id = ${ctx.workspace.id} and c.account_id = ${ticket.accountId} and c.id in (
      select contact_id from replies where workspace_id = ${ctx.workspace.id} and ticket_id = ${ticket.id}
      union select contact_id from ticket_people where workspace_id = ${ctx.workspace.id} and ticket_id = ${ticket.id})`.execute(
    ctx.db,
  );
  return rows.map(({ name }) => name);
}

/** The draft, which leads back to its ticket. */
export async function beginFrom(
  ctx: Ctx,
  ticket: Ticket,
  input: { title: string; categoryId: string; locale: string; body: string; isHtml: boolean },
): Promise<Article> {
  const { title, categoryId, locale, body, isHtml } = input;
  const html = isHtml || body.trim() === '' ? body : fromPlainText(body);
  const made = await startArticle(ctx, { title, categoryId, locale, summary: '', html });
  await record(ctx, articleFromTicket, {
    subjectId: made.id,
    accountId: ticket.accountId,
    data: { number: made.number, ticket: ticket.number },
  });
  return made;
}
