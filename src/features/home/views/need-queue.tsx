import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Need as NeedItem, Needs } from '#platform/ui/needs.tsx';
import { Section } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { Need } from '../needs.ts';

const FEW = 5;

/** One queue over everything that waits for the reader. */
export function NeedQueue({ reader, needs, all }: { reader: Reader; needs: Need[]; all: boolean }) {
  if (needs.length === 0) {
    return (
      <Card>
        <Empty small icon="circle-check" title={say(reader, 'caught.title')} text={say(reader, 'caught.text')} />
      </Card>
    );
  }
  const more = all
    ? { label: say(reader, 'needs.some'), href: '/' }
    : { label: say(reader, 'needs.all', { n: needs.length }), href: '/?needs=all' };
  return (
    <Section id="needs" title={say(reader, 'needs')} count={needs.length} more={needs.length > FEW ? more : undefined}>
      <Needs>
        {needs.slice(0, all ? needs.length : FEW).map((need, index) => (
          <NeedItem
            icon={need.icon}
            tone={need.tone}
            title={need.title}
            meta={
              <>
                {need.meta} · <Time reader={reader} date={need.since} style="within" />
              </>
            }
            first={index === 0}
            text={index === 0 ? need.text : undefined}
            action={
              <Button variant={index === 0 ? 'primary' : undefined} href={need.action.href}>
                {need.action.label}
              </Button>
            }
          />
        ))}
      </Needs>
    </Section>
  );
}
