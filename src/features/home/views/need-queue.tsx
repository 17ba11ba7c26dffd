import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { filled, gap, still } from '#platform/ui/frozen.ts';
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
        {needs.slice(0, all ? needs.length : FEW).map(({ icon, tone, title, meta, text, since, action }, index) => {
          const first = index === 0;
          const need = StillNeed({ icon, tone, title, meta, text: first ? text : undefined, action, first });
          return filled(need, Time({ reader, date: since, style: 'within' }));
        })}
      </Needs>
    </Section>
  );
}

type StillNeedProps = Pick<Need, 'icon' | 'tone' | 'title' | 'meta' | 'text' | 'action'> & { first: boolean };

/** One of them until it is met; the gap is for how long it has waited. */
const StillNeed = still<StillNeedProps>(({ icon, tone, title, meta, text, action, first }) => (
  <NeedItem
    icon={icon}
    tone={tone}
    title={title}
    meta={
      <>
        {meta} · {gap}
      </>
    }
    first={first}
    text={text}
    action={
      <Button variant={first ? 'primary' : undefined} href={action.href}>
        {action.label}
      </Button>
    }
  />
));
