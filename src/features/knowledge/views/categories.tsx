import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Choice } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import type { IconName } from '#platform/ui/icons.ts';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card, Rows } from '#platform/ui/rows.tsx';
import { mayPublish } from '../access.ts';
import { type Category, titleFor } from '../category.ts';
import { isIcon } from '../icons.ts';
import { known, languageName, shownLanguages } from '../languages.ts';
import { say } from '../messages.ts';
import { audienceIcon } from './marks.tsx';
import { Move } from './move.tsx';
import { KnowledgeTabs } from './tabs.tsx';

export interface CategoriesPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  categories: Category[];
  /** How many articles each holds itself. */
  articles: ReadonlyMap<string, number>;
  languages: string[];
  counts: { all: number; drafts: number };
}

export const iconOf = (category: Category): IconName => (isIcon(category.icon) ? category.icon : 'book-open');

/** The order of the help center, and the languages it is written in. */
export function CategoriesPage(props: CategoriesPageProps) {
  const { ctx, categories, counts } = props;
  const { reader, actor } = ctx;
  const add = mayPublish(actor) && (
    <Button variant="primary" icon="plus" href="/knowledge/categories/new">
      {say(reader, 'category.new')}
    </Button>
  );
  return (
    <Page width="wide">
      <PageHead title={say(reader, 'title')}>{categories.length > 0 && add}</PageHead>
      <KnowledgeTabs reader={reader} current="categories" counts={counts} />
      <Columns broad asideLabel={say(reader, 'languages')} aside={<LanguageForm {...props} />}>
        {categories.length === 0 ? (
          <Card>
            <Empty
              icon="book-open"
              title={say(reader, 'category.none.title')}
              text={say(reader, 'category.none.text')}
              action={add}
            />
          </Card>
        ) : (
          <Card fit="flush">
            <Rows>
              {categories.map((category) => (
                <Line {...props} category={category} />
              ))}
            </Rows>
          </Card>
        )}
      </Columns>
    </Page>
  );
}

function Line({ ctx, guard, categories, articles, languages, category }: CategoriesPageProps & { category: Category }) {
  const { reader, workspace, actor } = ctx;
  const { title } = titleFor(category, reader.locale, workspace.locale);
  const beside = categories.filter(({ parentId }) => parentId === category.parentId);
  const at = beside.indexOf(category);
  const missing = languages
    .filter((locale) => !category.texts.has(locale))
    .map((locale) => languageName(locale, reader.locale));
  return (
    <li>
      <div class={category.parentId ? 'row category below' : 'row category'}>
        <Icon name={iconOf(category)} />
        <div class="row-main">
          {mayPublish(actor) ? (
            <a class="row-title name-link" href={`/knowledge/categories/${category.id}`}>
              {title}
            </a>
          ) : (
            <span class="row-title">{title}</span>
          )}
          <span class="meta">
            <span class="marked">
              <Icon name={audienceIcon[category.readers]} size="small" />
              {say(reader, `audience.${category.readers}`)}
            </span>
            {' · '}
            <a class="name-link" href={`/knowledge/articles?category=${category.id}`}>
              {say(reader, 'category.articles', { n: articles.get(category.id) ?? 0 })}
            </a>
            {mayPublish(actor) && (articles.get(category.id) ?? 0) > 1 && (
              <>
                {' · '}
                <a
                  class="name-link"
                  href={`/knowledge/categories/${category.id}/order`}
                  aria-label={say(reader, 'order.of', { title })}
                >
                  {say(reader, 'order')}
                </a>
              </>
            )}
            {missing.length > 0 && <> · {say(reader, 'category.lacks', { list: missing.join(', ') })}</>}
          </span>
        </div>
        {mayPublish(actor) && beside.length > 1 && (
          <Move
            reader={reader}
            guard={guard}
            action={`/knowledge/categories/${category.id}/place`}
            title={title}
            first={at === 0}
            last={at === beside.length - 1}
          />
        )}
      </div>
    </li>
  );
}

function LanguageForm({ ctx, guard, languages }: CategoriesPageProps) {
  const { reader, workspace, actor } = ctx;
  const others = known.filter((locale) => locale !== workspace.locale);
  const listed = (locale: string) => languageName(locale, reader.locale);
  return (
    <Section id="languages" title={say(reader, 'languages')}>
      <p class="meta">{say(reader, 'languages.text', { own: listed(workspace.locale) })}</p>
      <p>{languages.map(listed).join(', ')}</p>
      {mayPublish(actor) && (
        <Fold title={say(reader, 'languages.change')}>
          <form class="stack" method="post" action="/knowledge/languages" data-keep="">
            <Guard guard={guard} stored={shownLanguages(ctx, languages)} />
            <fieldset class="field language-choices">
              <legend class="visually-hidden">{say(reader, 'languages')}</legend>
              {others
                .map((locale) => ({ locale, name: listed(locale) }))
                .sort((a, b) => a.name.localeCompare(b.name, reader.locale))
                .map(({ locale, name }) => (
                  <Choice
                    type="checkbox"
                    name="language"
                    value={locale}
                    checked={languages.includes(locale)}
                    label={name}
                  />
                ))}
            </fieldset>
            <div>
              <Button type="submit" size="small">
                {say(reader, 'languages.save')}
              </Button>
            </div>
          </form>
        </Fold>
      )}
    </Section>
  );
}
