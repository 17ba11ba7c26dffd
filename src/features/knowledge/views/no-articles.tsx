import type { CtxOf, Member } from '#platform/http/context.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { mayPublish, mayWrite } from '../access.ts';
import { say } from '../messages.ts';

/** Before the first article: write one, begin with outlines, or bring over what there is elsewhere. */
export function NoArticles({ ctx: { reader, actor } }: { ctx: CtxOf<Member> }) {
  return (
    <Card>
      <Empty
        icon="book-open"
        title={say(reader, 'empty.title')}
        text={say(reader, mayPublish(actor) ? 'empty.text.begin' : 'empty.text')}
        action={
          mayWrite(actor) && (
            <div class="cluster centered">
              <Button variant="primary" icon="plus" href="/knowledge/new">
                {say(reader, 'write')}
              </Button>
              {mayPublish(actor) && (
                <>
                  <Button icon="lightbulb" href="/settings/articles/starter">
                    {say(reader, 'empty.starter')}
                  </Button>
                  <Button icon="upload" href="/settings/articles">
                    {say(reader, 'empty.import')}
                  </Button>
                </>
              )}
            </div>
          )
        }
      />
    </Card>
  );
}
