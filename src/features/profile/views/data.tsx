import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatList } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { FactRows } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';

/** What is in the file, before it is made. */
export function DataPage({ ctx, guard, elsewhere }: { ctx: Own; guard: Guarded; elsewhere: string[] }) {
  const { reader, actor } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'data.title')} lede={say(reader, 'data.lede')} />
      <form id="data-form" class="card stack loose" method="post" action="/account/data" data-turbo="false">
        <Guard guard={{ ...guard, kept: false }} />
        <p>{say(reader, `data.inside.${actor.kind}`)}</p>
        {elsewhere.length > 0 && actor.kind === 'contact' && (
          <Notice icon="info">
            {say(reader, 'data.elsewhere', { here: actor.accountName, there: formatList(reader, elsewhere) })}
          </Notice>
        )}
        <div class="end-bar">
          <span class="meta">{say(reader, 'data.note')}</span>
          <Button type="submit">{say(reader, 'data.json')}</Button>
          <Button type="submit" name="with" value="files" variant="primary" icon="download">
            {say(reader, 'data.button')}
          </Button>
        </div>
      </form>
    </Page>
  );
}

/** On the account page: the way there. */
export function YourData({ ctx: { reader } }: { ctx: Own }) {
  return (
    <Section id="your-data" title={say(reader, 'data.section')}>
      <FactRows
        rows={[
          {
            icon: 'download',
            title: say(reader, 'data.title'),
            note: say(reader, 'data.lede'),
            end: (
              <Button size="small" href="/account/data">
                {say(reader, 'data.short')}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}
