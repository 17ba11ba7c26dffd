import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import type { Account } from '../account.ts';
import { type Doubtful, inDoubt, mayRecognise, type SignedUp } from '../alike.ts';
import { say } from '../messages.ts';

interface NoticeProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  account: Account;
}

/** Where a customer stands that was put away. */
export function PutAway({ ctx: { reader }, guard, account, mayManage }: NoticeProps & { mayManage: boolean }) {
  if (!account.archivedAt) return null;
  return (
    <Notice
      icon="archive"
      tone="warn"
      action={
        mayManage && (
          <form method="post" action={`/customers/${account.id}/restoration`}>
            <Guard guard={guard} />
            <Button type="submit" size="small">
              {say(reader, 'archived.restore')}
            </Button>
          </form>
        )
      }
    >
      {say(reader, 'archived.notice', {
        name: account.shortName,
        date: formatDate(reader, account.archivedAt),
      })}
    </Notice>
  );
}

/** It may be somebody who calls themselves as another customer is called. */
export function InDoubt({ ctx, guard, account, signedUp }: NoticeProps & { signedUp: SignedUp | null }) {
  const { reader, actor } = ctx;
  if (!signedUp || !inDoubt(signedUp)) return null;
  return (
    <Notice
      id="in-doubt"
      icon="circle-alert"
      tone="warn"
      action={
        mayRecognise(actor) && (
          <form method="post" action={`/customers/${account.id}/recognition`}>
            <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
            <Button type="submit" size="small">
              {say(reader, 'alike.two')}
            </Button>
          </form>
        )
      }
    >
      <Alike reader={reader} doubtful={signedUp} /> {say(reader, 'alike.look')}
    </Notice>
  );
}

/** Whose name it shares, and from which address it came. */
export function Alike({ reader, doubtful: { other, email } }: { reader: Reader; doubtful: Doubtful }) {
  return (
    <>
      {say.rich(reader, 'alike', {
        name: (
          <a class="link" href={`/customers/${other.id}`}>
            {other.name}
          </a>
        ),
        date: formatDate(reader, other.createdAt),
      })}{' '}
      {email ? say(reader, 'alike.from', { email }) : say(reader, 'alike.signUp')}
    </>
  );
}
