import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatRelative } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { mayPublish } from '../access.ts';
import type { Before } from '../beginners.ts';
import type { Category } from '../category.ts';
import { say } from '../messages.ts';
import { BeginningFields } from './beginning-fields.tsx';

export interface NewArticleProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  categories: Category[];
  languages: string[];
  typed: Record<string, string>;
  errors: FieldErrors;
  /** What was begun from the same already. */
  before: Before | null;
}

/** Where a new article begins: its question, its place and its language. The text comes on the next page. */
export function NewArticle({ ctx, guard, categories, languages, typed, errors, before }: NewArticleProps) {
  const { reader, actor } = ctx;
  if (categories.length === 0) {
    return (
      <Page width="narrow">
        <Card>
          <Empty
            icon="book-open"
            title={say(reader, 'category.none.title')}
            text={say(reader, mayPublish(actor) ? 'category.none.first' : 'category.none.ask')}
            action={
              mayPublish(actor) && (
                <Button variant="primary" icon="plus" href="/knowledge/categories/new">
                  {say(reader, 'category.new')}
                </Button>
              )
            }
          />
        </Card>
      </Page>
    );
  }
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'new')} lede={say(reader, 'new.lede')} />
      <form method="post" action="/knowledge" class="stack loose" data-keep="">
        <Guard guard={guard} />
        {guard.kept && <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>}
        {before && <BegunBefore reader={reader} before={before} />}
        {typed.searched && <input type="hidden" name="searched" value={typed.searched} />}
        {typed.searchedIn && <input type="hidden" name="searchedIn" value={typed.searchedIn} />}
        <BeginningFields ctx={ctx} categories={categories} languages={languages} typed={typed} errors={errors} />
        <div class="end-bar">
          <Button href="/knowledge" variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, before ? 'new.beside' : 'new.submit')}
          </Button>
        </div>
      </form>
    </Page>
  );
}

/** Whoever goes on all the same has read this. */
const BegunBefore = ({ reader, before: { id, number, title, by, own, at } }: { reader: Reader; before: Before }) => (
  <>
    <Notice
      id="begun-before"
      tone="warn"
      icon="pencil"
      role="alert"
      tabindex={-1}
      action={
        <Button size="small" href={`/knowledge/${number}`}>
          {say(reader, 'new.before.open')}
        </Button>
      }
    >
      {say(reader, own ? 'new.before.own' : 'new.before', {
        name: by ?? say(reader, 'somebody'),
        title,
        time: formatRelative(reader, at, 'within'),
      })}
    </Notice>
    <input type="hidden" name="beside" value={id} />
  </>
);
