import { BeginningFields, type Category } from '#features/knowledge/index.ts';
import { refOf, type Ticket } from '#features/tickets/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { TextAreaField } from '#platform/ui/field.tsx';
import { KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';

export interface BeginPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  ticket: Ticket;
  categories: Category[];
  languages: string[];
  typed: Record<string, string>;
  /** The team has said something that an article can begin with. */
  answered: boolean;
  /** What the editor begins with; without a script it is the plain words in `typed`. */
  html: string | undefined;
  errors: FieldErrors;
}

/** What an article takes along from a ticket; all of it is read and changed before it is kept. */
export function BeginPage({
  ctx,
  guard,
  ticket,
  categories,
  languages,
  typed,
  answered,
  html,
  errors,
}: BeginPageProps) {
  const { reader } = ctx;
  const path = `/inbox/${ticket.number}/article`;
  if (categories.length === 0)
    return (
      <Page width="narrow">
        <Card>
          <Empty
            icon="book-open"
            title={say(reader, 'category.none.title')}
            text={say(reader, 'category.none.text')}
            action={<Button href="/knowledge/categories">{say(reader, 'category.go')}</Button>}
          />
        </Card>
      </Page>
    );
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'begin')} lede={say(reader, 'begin.lede', { ref: refOf(ticket.number) })} />
      <form method="post" action={path} class="stack loose" data-keep="">
        <Guard guard={guard} />
        {guard.kept && <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>}
        <BeginningFields ctx={ctx} categories={categories} languages={languages} typed={typed} errors={errors} />
        <TextAreaField
          id="body"
          name="body"
          label={say(reader, 'field.body')}
          hint={say(reader, answered ? 'field.body.hint' : 'field.body.empty')}
          value={typed.body}
          rows={12}
          error={errors.body}
          data-controller="editor"
          data-editor-html-value={html}
        />
        <input type="hidden" name="body_format" value={typed.body_format === 'html' ? 'html' : 'text'} />
        <div class="end-bar">
          <Button href={`/inbox/${ticket.number}`} variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, 'begin.submit')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
