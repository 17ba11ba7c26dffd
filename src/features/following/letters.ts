import { articlePath } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Chore } from '#platform/jobs/task.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { endingPath } from './link.ts';
import { say } from './messages.ts';
import { type Follower, followersOf, newsFor, takeNews } from './news.ts';

export const LETTER = 'following.news';
const HOUR_MS = 3_600_000;
/** Less than a day: the next morning's letter is not late for a minute. */
const BETWEEN_MS = 20 * HOUR_MS;
/** Who may read it was asked when the letter was written: one that cannot be sent soon is not sent. */
const GOOD_FOR_MS = 6 * HOUR_MS;
const MOST = 20;

/** Once a day, a letter to each who follows something that was worth telling since the last one. */
export const tellFollowers: Chore = {
  name: 'following',
  at: '23 7 * * *',
  async run(platform) {
    await everyWorkspace(platform, (id) => inWorkspace(platform, id, tell));
  },
};

export async function tell(ctx: Ctx): Promise<void> {
  if (await toldToday(ctx)) return;
  const texts = await takeNews(ctx);
  const followers = await followersOf(ctx, [...new Set(texts.map(({ articleId }) => articleId))]);
  for (const follows of Map.groupBy(followers, ({ identityId }) => identityId).values()) {
    const reader = readerOf(ctx, follows[0]!);
    const news = newsFor(texts, follows, reader.locale, ctx.workspace.locale);
    if (news.length > 0) await write(ctx, follows[0]!, reader, news);
  }
}

/** Whatever has the chore run twice: nobody gets two letters in a day, and what came between waits. */
async function toldToday(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('mails')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', LETTER)
    .where('created_at', '>', new Date(ctx.now.getTime() - BETWEEN_MS))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function write(
  ctx: Ctx,
  to: Follower,
  reader: ReturnType<typeof readerOf>,
  news: ReturnType<typeof newsFor>,
): Promise<void> {
  const sorted = news.toSorted((a, b) => b.newsAt.getTime() - a.newsAt.getTime());
  const [first] = sorted;
  const about = { n: news.length, title: first!.title, name: ctx.workspace.name };
  const one = news.length === 1;
  const subject = say(reader, 'mail.subject', about);
  const ending = endingPath(ctx, to.identityId);
  await queueMail(ctx, {
    kind: LETTER,
    to: { address: to.email, identityId: to.identityId },
    reader,
    subject,
    sendBefore: new Date(ctx.now.getTime() + GOOD_FOR_MS),
    letter: {
      preheader: first!.summary || first!.title,
      title: say(reader, 'mail.title', about),
      paragraphs: [say(reader, news.length > MOST ? 'mail.most' : 'mail.text', { ...about, most: MOST })],
      links: sorted.slice(0, MOST).map((text) => ({
        title: text.title,
        text: text.summary,
        url: articlePath(text),
        lang: text.locale === reader.locale ? undefined : text.locale,
      })),
      action: one
        ? { label: say(reader, 'mail.read'), url: articlePath(first!) }
        : { label: say(reader, 'mail.all'), url: '/help' },
      why: say(reader, 'mail.why', about),
      preferencesUrl: ending,
    },
    unsubscribeUrl: ending,
  });
}
