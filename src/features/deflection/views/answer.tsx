import type { LiveArticle } from '#features/knowledge/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Prose } from '#platform/ui/message.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Dialog } from '#platform/ui/overlay.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import { SOLUTION_FORM } from '../suggest.ts';

interface AnswerProps {
  ctx: CtxOf<Contact>;
  guard: Guarded;
  article: LiveArticle;
  html: string;
}

/** An article, read while a ticket is being written: in another tab, or taken from here into the dialog over the form. */
export function AnswerPage({ ctx, guard, article, html }: AnswerProps) {
  const { reader } = ctx;
  const date = formatDate(reader, article.verifiedAt ?? article.changedAt);
  return (
    <Page width="narrow">
      <PageHead title={article.title} lede={article.summary || undefined} />
      <div class="stack loose">
        <div id="answer-text" class="stack" lang={article.locale}>
          {article.overdue ? (
            <Notice icon="clock">{say(reader, 'answer.overdue', { date })}</Notice>
          ) : (
            <p class="meta">{say(reader, article.verifiedAt ? 'answer.verified' : 'answer.changed', { date })}</p>
          )}
          <Prose html={html} />
        </div>
        <div class="end-bar">
          <Button href="/support/new">{say(reader, 'answer.toTicket')}</Button>
          <form method="post" action="/support/new/solution">
            <Guard guard={guard} />
            <Button type="submit" variant="primary" name="article" value={article.id} icon="check">
              {say(reader, 'answers.solved')}
            </Button>
          </form>
        </div>
      </div>
    </Page>
  );
}

/** What the form of a new ticket needs behind it, so that an article can be read over it. */
export function AnswerDialog({ reader, guard }: { reader: Reader; guard: Guarded }) {
  return (
    <>
      <p class="visually-hidden" role="status" id="answers-said" />
      <form id={SOLUTION_FORM} method="post" action="/support/new/solution" hidden>
        <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      </form>
      <Dialog
        id="answer"
        broad
        title=""
        actions={
          <>
            <form method="dialog">
              <button type="submit" class="button">
                {say(reader, 'answer.back')}
              </button>
            </form>
            <button type="submit" class="button primary" form={SOLUTION_FORM} name="article" data-part="solved">
              {say(reader, 'answers.solved')}
            </button>
          </>
        }
      >
        <div class="answer-reading" data-part="text" tabindex={0} role="region" aria-labelledby="answer-title" />
        <p data-part="trouble" hidden>
          {say(reader, 'answer.trouble')}
        </p>
      </Dialog>
    </>
  );
}
