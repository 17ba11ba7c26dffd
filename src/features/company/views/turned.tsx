import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import type { OwnAccount } from '../switch.ts';

interface TurnedPageProps {
  ctx: CtxOf<Contact>;
  guard: Guarded;
  /** Whom it was written for; undefined when that is none of theirs. */
  meant: OwnAccount | undefined;
  /** The page it was written on, with what is kept of it. */
  next: string;
}

/** Nothing has been done yet: whoever wrote it says for whom it is. */
export function TurnedPage({ ctx: { reader, actor }, guard, meant, next }: TurnedPageProps) {
  const names = { here: actor.accountName, there: meant?.name ?? '' };
  const lede = say(reader, meant ? 'turned.lede' : 'turned.lede.none', names);
  const kept = new URLSearchParams(next.split('?')[1]).has('kept');
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'turned.title', names)}
        lede={kept ? `${lede} ${say(reader, 'turned.kept')}` : lede}
      />
      {meant ? (
        <form class="cluster" method="post" action={`/company/${meant.id}/choice`}>
          <Guard guard={guard} />
          <input type="hidden" name="next" value={next} />
          <Button type="submit" variant="primary">
            {say(reader, 'turned.there', names)}
          </Button>
          <Button href={next}>{say(reader, 'turned.here', names)}</Button>
        </form>
      ) : (
        <Button href={next}>{say(reader, 'turned.here', names)}</Button>
      )}
    </Page>
  );
}
