import { Guard } from '#platform/http/guard.tsx';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { type Domain, recordName, recordValue } from '../domains.ts';
import { say } from '../messages.ts';
import type { Shown } from '../one-page.tsx';
import { Copy, Step } from './step.tsx';

export function DomainsStep({ now, ...shown }: Shown & { now: string }) {
  const { ctx, guard, connection, account, domains, values, errors } = shown;
  const { reader } = ctx;
  const done = domains.some((domain) => domain.provedAt);
  const title = say(reader, account ? 'domains.title.customer' : 'domains.title');
  return (
    <Step id="domains" title={title} done={done} now={now === 'domains'}>
      <p class="meta">{say(reader, 'domains.text')}</p>
      {domains.length > 0 && (
        <div class="card flush">
          <ul class="fact-rows">
            {domains.map((domain) => (
              <Row {...shown} domain={domain} />
            ))}
          </ul>
        </div>
      )}
      <form method="post" action={`/settings/sso/${connection.id}/domains`} class="stack" novalidate>
        <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
        <TextField
          id="domain"
          name="domain"
          label={say(reader, 'domains.label')}
          value={values.domain ?? ''}
          error={errors.domain}
          maxlength={253}
          autocomplete="off"
        />
        <div>
          <Button type="submit" icon="plus">
            {say(reader, 'domains.add')}
          </Button>
        </div>
      </form>
    </Step>
  );
}

function Row({ ctx, guard, connection, domain }: Shown & { domain: Domain }) {
  const { reader } = ctx;
  const at = `/settings/sso/${connection.id}/domains/${domain.id}`;
  return (
    <li id={`domain-${domain.id}`}>
      <b class="domain-name">{domain.domain}</b>
      <span class="cluster">
        {domain.provedAt ? (
          <Badge tone="ok" icon="check">
            {say(reader, domain.provedBy === 'operator' ? 'domains.operator' : 'domains.proved')}
          </Badge>
        ) : (
          <Badge tone="warn">{say(reader, domain.lookedAt ? 'domains.lost' : 'domains.waiting')}</Badge>
        )}
        <form method="post" action={`${at}/removal`}>
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <IconButton
            type="submit"
            size="small"
            variant="quiet"
            icon="x"
            label={say(reader, 'domains.remove', { domain: domain.domain })}
          />
        </form>
      </span>
      {!domain.provedAt && <Proof ctx={ctx} guard={guard} domain={domain} at={at} />}
    </li>
  );
}

function Proof({
  ctx: { reader, portal },
  guard,
  domain,
  at,
}: Pick<Shown, 'ctx' | 'guard'> & { domain: Domain; at: string }) {
  const { id, domain: name, secret } = domain;
  const host = portal.host.replace(/:\d+$/, '');
  return (
    <div class="stack sso-wide">
      <p>{say(reader, 'domains.record', { domain: name })}</p>
      <Copy reader={reader} id={`name-${id}`} label={say(reader, 'domains.record.name')} value={recordName(name)} />
      <Copy
        reader={reader}
        id={`value-${id}`}
        label={say(reader, 'domains.record.value')}
        value={recordValue(secret)}
      />
      <form method="post" action={`${at}/proof`}>
        <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
        <Button type="submit" size="small" icon="rotate-cw">
          {say(reader, 'domains.look')}
        </Button>
      </form>
      <p class="meta">{say(reader, 'domains.noDns', { domain: name, host })}</p>
    </div>
  );
}
