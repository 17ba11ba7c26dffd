import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../../second-step/messages.ts';
import type { Offer } from '../offer.ts';

interface CodesPageProps {
  ctx: Ctx;
  guard: Guarded;
  codes: Offer<string[]>;
  next: string;
  /** There are some that these would replace. */
  has: boolean;
  stale: boolean;
}

/** They are shown once and work from the moment somebody has them as a file, or says that they are kept. */
export function CodesPage({ ctx, guard, codes, next, has, stale }: CodesPageProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow" once>
      <PageHead
        title={say(reader, 'codes.title')}
        lede={
          <>
            {say(reader, 'codes.lede')}
            {` ${say(reader, has ? 'codes.replace' : 'codes.begin')}`}
          </>
        }
      />
      {stale && (
        <Notice icon="clock" role="alert">
          {say(reader, 'codes.stale')}
        </Notice>
      )}
      <form id="codes-form" class="card stack loose" method="post" action="/account/recovery-codes" data-turbo="false">
        <Guard guard={{ ...guard, kept: false }} />
        <input type="hidden" name="_codes" value={codes.seal} />
        <input type="hidden" name="next" value={next} />
        <ol class="codes" id="recovery-codes">
          {codes.value.map((code) => (
            <li>
              <code>{code}</code>
              {'\n'}
            </li>
          ))}
        </ol>
        <div class="cluster">
          <Button type="submit" icon="download" form="codes-file">
            {say(reader, 'codes.download')}
          </Button>
          <Button data-copy={codes.value.join('\n')} data-copied={say(reader, 'codes.copied')}>
            {say(reader, 'codes.copy')}
          </Button>
        </div>
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(reader, 'codes.keep')}
          </Button>
        </div>
      </form>
      {/* One of its own, and no key for it: the file may be had again and again. */}
      <form id="codes-file" method="post" action="/account/recovery-codes/file" data-turbo="false">
        <Guard guard={{ ...guard, kept: false, once: '' }} />
        <input type="hidden" name="_codes" value={codes.seal} />
        <input type="hidden" name="next" value={next} />
      </form>
    </Page>
  );
}
