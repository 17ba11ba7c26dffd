import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import type { Segment } from '../segment.ts';

interface DeletionProps {
  reader: Reader;
  guard: Guarded;
  segment: Segment;
  /** What it opens, in words: while it opens something it stays. */
  opens: string[];
}

/** What goes with a segment, before it goes; or why it cannot go yet. */
export function DeletionPage({ reader, guard, segment, opens }: DeletionProps) {
  const address = `/customers/segments/${segment.id}`;
  const title = say(reader, 'remove.title', { name: segment.name });
  if (opens.length > 0) {
    return (
      <Page width="narrow">
        <PageHead title={title} lede={say(reader, 'remove.uses', { list: formatList(reader, opens) })} />
        <div class="end-bar">
          <Button href={address} variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button href="/settings/rooms" variant="primary">
            {say(reader, 'remove.rooms')}
          </Button>
        </div>
      </Page>
    );
  }
  return (
    <Page width="narrow">
      <PageHead title={title} lede={say(reader, 'remove.lede')} />
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
