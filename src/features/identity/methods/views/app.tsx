import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { addressOf, spoken } from '../../second-step/app.ts';
import { say } from '../../second-step/messages.ts';
import { CodeField } from '../../second-step/views/step.tsx';
import type { Offer } from '../offer.ts';
import { Qr } from './qr.tsx';

export interface AppFieldsProps {
  ctx: Ctx;
  email: string;
  secret: Offer<string>;
  error?: string | undefined;
}

/** The secret as a picture and as letters, and the field that proves the app has it. */
export function AppFields({ ctx, email, secret, error }: AppFieldsProps) {
  const { reader } = ctx;
  const address = addressOf(ctx, email, secret.value);
  return (
    <>
      <input type="hidden" name="_secret" value={secret.seal} />
      <div class="qr-side">
        <Qr text={address} label={say(reader, 'app.picture')} />
        <div class="stack close">
          <b>{say(reader, 'app.scan')}</b>
          <span class="meta">{say(reader, 'app.type')}</span>
          <code class="key" id="app-key">
            {spoken(secret.value)}
          </code>
          <div class="cluster">
            <Button size="small" href={address} icon="smartphone">
              {say(reader, 'app.open')}
            </Button>
            <Button size="small" variant="quiet" data-copy={secret.value} data-copied={say(reader, 'codes.copied')}>
              {say(reader, 'app.copy')}
            </Button>
          </div>
        </div>
      </div>
      <CodeField label={say(reader, 'app.code')} error={error} />
    </>
  );
}

interface AppPageProps extends AppFieldsProps {
  guard: Guarded;
  /** There is one to be replaced. */
  has: boolean;
}

export function AppPage({ guard, has, ...fields }: AppPageProps) {
  const { reader } = fields.ctx;
  return (
    <Page width="narrow" once>
      <PageHead title={say(reader, has ? 'app.titleReplace' : 'app.title')} lede={say(reader, 'app.lede')} />
      <form id="app-form" class="card stack loose" method="post" action="/account/app" novalidate>
        <Guard guard={{ ...guard, kept: false }} />
        <AppFields {...fields} />
        <div class="end-bar">
          <Button href="/account#second-step" variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, 'app.save')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
