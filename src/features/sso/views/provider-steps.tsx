import { Guard } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextAreaField, TextField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { addressesOf, isSetUp } from '../connection.ts';
import { say } from '../messages.ts';
import type { Shown } from '../one-page.tsx';
import { shownProvider } from '../provider-form.ts';
import { endsSoon } from '../section.ts';
import { Copy, Step } from './step.tsx';

type StepsProps = Shown & { now: string };

/** What goes to the provider, and what comes back from it. */
export function ProviderSteps(shown: StepsProps) {
  const { ctx, connection, now } = shown;
  const done = isSetUp(connection);
  return (
    <>
      <Step id="paste" title={say(ctx.reader, 'paste.title')} done={done} now={false}>
        <Paste {...shown} />
      </Step>
      <Step id="provider" title={say(ctx.reader, 'give.title')} done={done} now={now === 'provider'}>
        <Known {...shown} />
        <Give {...shown} />
      </Step>
    </>
  );
}

function Paste({ ctx, connection }: StepsProps) {
  const { reader } = ctx;
  const { id, kind, brand } = connection;
  const ours = addressesOf(ctx.portal.origin, id);
  return (
    <>
      <p class="meta">{say(reader, `paste.${brand}.${kind}`)}</p>
      {kind === 'oidc' ? (
        <Copy reader={reader} id="our-callback" label={say(reader, 'paste.callback')} value={ours.callback} />
      ) : (
        <>
          <Copy reader={reader} id="our-acs" label={say(reader, 'paste.acs')} value={ours.acs} />
          <Copy reader={reader} id="our-entity" label={say(reader, 'paste.entity')} value={ours.entityId} />
          <Copy reader={reader} id="our-nameid" label={say(reader, 'paste.nameid')} value="EmailAddress" />
          <div>
            <Button size="small" icon="download" href={`/sso/${id}/metadata`} data-turbo="false">
              {say(reader, 'paste.metadata')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function Known({ ctx, connection }: StepsProps) {
  const { reader } = ctx;
  if (!isSetUp(connection) || !connection.readAt) return null;
  const on = formatDate(reader, connection.readAt);
  const ends = endsSoon(connection, ctx.now);
  const issuer = (connection.kind === 'oidc' ? connection.provider.issuer : connection.provider.entityId) ?? '';
  return (
    <>
      <p class="meta">{say(reader, `give.known.${connection.kind}`, { on, issuer })}</p>
      {ends && (
        <Notice tone="warn" icon="clock">
          <b>{say(reader, 'give.ends', { on: formatDate(reader, ends) })}</b>{' '}
          {say(reader, connection.source ? 'give.ends.address' : 'give.ends.pasted')}
        </Notice>
      )}
      {connection.problem && (
        <Notice tone="warn" icon="triangle-alert">
          {say(reader, `give.problem.${connection.problem}` as 'give.problem.unread')}
        </Notice>
      )}
    </>
  );
}

function Give(shown: StepsProps) {
  const { ctx, guard, connection } = shown;
  return (
    <form
      id="provider-form"
      method="post"
      action={`/settings/sso/${connection.id}/provider`}
      class="stack"
      data-keep=""
      novalidate
    >
      <Guard guard={{ ...guard, once: crypto.randomUUID() }} stored={shownProvider(connection)} />
      {connection.kind === 'oidc' ? <OidcFields {...shown} /> : <SamlFields {...shown} />}
      <div>
        <Button type="submit">{say(ctx.reader, 'give.save')}</Button>
      </div>
    </form>
  );
}

function OidcFields({ ctx: { reader }, connection, values, errors }: StepsProps) {
  return (
    <>
      <TextField
        id="source"
        name="source"
        type="url"
        label={say(reader, 'give.issuer')}
        hint={say(reader, 'give.issuer.hint')}
        value={values.source ?? connection.source ?? ''}
        error={errors.source}
        maxlength={2000}
        autocomplete="off"
        required
      />
      <TextField
        id="client_id"
        name="client_id"
        label={say(reader, 'give.clientId')}
        value={values.client_id ?? connection.clientId}
        error={errors.client_id}
        maxlength={500}
        autocomplete="off"
        required
      />
      <TextField
        id="client_secret"
        name="client_secret"
        type="password"
        label={say(reader, 'give.secret')}
        hint={connection.clientSecret ? say(reader, 'give.secret.hint') : undefined}
        error={errors.client_secret}
        maxlength={2000}
        autocomplete="new-password"
      />
    </>
  );
}

function SamlFields({ ctx: { reader }, connection, values, errors, detail }: StepsProps) {
  return (
    <>
      <TextField
        id="source"
        name="source"
        type="url"
        label={say(reader, 'give.metadata')}
        hint={say(reader, 'give.metadata.hint')}
        value={values.source ?? connection.source ?? ''}
        error={errors.source}
        maxlength={2000}
        autocomplete="off"
      />
      <TextAreaField
        id="metadata"
        name="metadata"
        label={say(reader, 'give.paste')}
        hint={say(reader, 'give.paste.hint')}
        value={values.metadata}
        error={errors.metadata && `${errors.metadata}${detail && ` (${detail})`}`}
        rows={4}
      />
    </>
  );
}
