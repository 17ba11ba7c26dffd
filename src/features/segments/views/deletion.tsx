import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import type { Segment } from '../segment.ts';

/** What goes with a segment, before it goes. */
export function DeletionPage({ reader, guard, segment }: { reader: Reader; guard: Guarded; segment: Segment }) {
  const address = `/customers/segments/${segment.id}`;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'remove.title', { name: segment.name })} lede={say(reader, 'remove.lede')} />
      <form method="post" action={`${address}/deletion`}>
        <Guard guard={guard} />
        <div class="end-bar">
          <Button href={address} variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="danger">
            {say(reader, 'remove')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
