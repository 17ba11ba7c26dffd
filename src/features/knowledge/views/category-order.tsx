import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead, Pagination } from '#platform/ui/page.tsx';
import { Card, Rows } from '#platform/ui/rows.tsx';
import { type Category, titleFor } from '../category.ts';
import type { InOrder } from '../list.ts';
import { say } from '../messages.ts';
import { Languages } from './marks.tsx';
import { Move } from './move.tsx';

export interface CategoryOrderProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  category: Category;
  articles: InOrder;
  languages: string[];
}

/** The articles of one category in the order in which readers find them. */
export function CategoryOrder({ ctx, guard, category, articles, languages }: CategoryOrderProps) {
  const { reader, workspace } = ctx;
  const { lines, from, all, page } = articles;
  const { title } = titleFor(category, reader.locale, workspace.locale);
  const path = `/knowledge/categories/${category.id}/order`;
  const at = (place: number) => (place > 0 ? `${path}?from=${place}` : path);
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'order.of', { title })} lede={say(reader, 'order.lede')}>
        <Button variant="quiet" href="/knowledge/categories">
          {say(reader, 'order.back')}
        </Button>
      </PageHead>
      {lines.length === 0 ? (
        <Card>
          <Empty icon="book-open" title={say(reader, 'order.none.title')} text={say(reader, 'order.none.text')} />
        </Card>
      ) : (
        <Card fit="flush">
          <Rows>
            {lines.map((line, n) => (
              <li id={`article-${line.number}`}>
                <div class="row">
                  <div class="row-main">
                    <a class="row-title name-link" href={`/knowledge/${line.number}`}>
                      {line.title || say(reader, 'untitled')}
                    </a>
                    <span class="meta">
                      <Languages reader={reader} line={line} all={languages} />
                    </span>
                  </div>
                  <Move
                    reader={reader}
                    guard={guard}
                    action={`/knowledge/${line.number}/place`}
                    title={line.title}
                    first={from + n === 0}
                    last={from + n === all - 1}
                  />
                </div>
              </li>
            ))}
          </Rows>
        </Card>
      )}
      <Pagination
        label={say(reader, 'pages')}
        newer={{ label: say(reader, 'pages.first'), href: from > 0 ? at(0) : undefined }}
        older={{ label: say(reader, 'order.more'), href: from + page < all ? at(from + page) : undefined }}
      />
    </Page>
  );
}
