import type { CtxOf, Member } from '#platform/http/context.ts';
import { formatDateTime } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { readCheckpoint } from '#platform/seal/checkpoint.ts';
import type { EventProof } from '#platform/seal/prove.ts';
import { Button } from '#platform/ui/button.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card, Facts } from '#platform/ui/rows.tsx';
import { Table } from '#platform/ui/table.tsx';
import type { Entry } from '../entries.ts';
import { changesInWords } from '../facts/words.ts';
import { logAddress } from '../filter.ts';
import { say } from '../messages.ts';
import { actorIn, type Names, thingIn, whomIn } from '../names.ts';
import { whatIn, whoIn } from '../told.ts';

export interface EntryProps {
  ctx: CtxOf<Member>;
  entry: Entry;
  names: Names;
  proof: EventProof | undefined;
  publicKey: string;
  device: (reader: Reader, agent: string) => string;
}

export function EntryPage(props: EntryProps) {
  const { ctx, entry, names } = props;
  const { reader } = ctx;
  return (
    <Page width="wide">
      <PageHead
        title={say(reader, 'entry.title', { number: entry.seq })}
        lede={
          <>
            <b>{whoIn(ctx, names, entry)}</b> {whatIn(ctx, names, entry)}
          </>
        }
      />
      <Columns broad asideLabel={say(reader, 'entry.proof')} aside={<Proof {...props} />}>
        <Section id="happened" title={say(reader, 'entry.happened')} more={everythingBy(reader, entry, names)}>
          <Card>
            <Facts near rows={factsOf(props)} />
          </Card>
        </Section>
        <Changes ctx={ctx} names={names} entry={entry} />
        <Section id="data" title={say(reader, 'entry.data')}>
          {Object.keys(entry.data).length > 0 ? (
            <pre class="audit-data mono" tabindex={0} aria-labelledby="data">
              {JSON.stringify(entry.data, null, 2)}
            </pre>
          ) : (
            <p class="meta">{say(reader, 'entry.data.none')}</p>
          )}
        </Section>
      </Columns>
    </Page>
  );
}

function everythingBy(reader: Reader, entry: Entry, names: Names) {
  const name = actorIn(names, entry)?.name;
  return entry.actorIdentityId && name
    ? { label: say(reader, 'entry.all', { name }), href: logAddress({ person: entry.actorIdentityId }) }
    : undefined;
}

function factsOf({ ctx, entry, names, device }: EntryProps) {
  const { reader } = ctx;
  const actor = actorIn(names, entry);
  const account = names.accounts.get(entry.accountId ?? '');
  const place = ctx.platform.places.at(reader, entry.ip ?? '');
  const rows = [
    { term: say(reader, 'entry.when'), value: formatDateTime(reader, entry.createdAt, 'full') },
    { term: say(reader, 'entry.who'), value: [whoIn(ctx, names, entry), actor?.email].filter(Boolean).join(' · ') },
    { term: say(reader, 'entry.how'), value: howIn(reader, entry) },
    entry.sessionId && { term: say(reader, 'entry.session'), value: <span class="mono">{entry.sessionId}</span> },
    entry.ip && { term: say(reader, 'entry.ip'), value: <a href={logAddress({ q: entry.ip })}>{entry.ip}</a> },
    place && { term: say(reader, 'entry.place'), value: place },
    entry.agent && {
      term: say(reader, 'entry.device'),
      // A program names itself.
      value: (
        <span title={entry.agent}>{entry.method === 'directory' ? entry.agent : device(reader, entry.agent)}</span>
      ),
    },
    account && { term: say(reader, 'entry.account'), value: <a href={`/customers/${entry.accountId}`}>{account}</a> },
    { term: say(reader, 'entry.subject'), value: subjectOf(reader, entry, names) },
    { term: say(reader, 'entry.audience'), value: say(reader, `audience.${entry.audience}`) },
    { term: say(reader, 'entry.kind'), value: <span class="mono">{entry.kind}</span> },
    entry.requestId && { term: say(reader, 'entry.request'), value: <span class="mono">{entry.requestId}</span> },
  ];
  return rows.filter((row) => !!row);
}

// What the log keeps by its key, in words; what an older version kept under a key that is gone, as it stands there.

const plain = (key: string): string => key.replaceAll('_', ' ');
const methodIn = (reader: Reader, key: string): string =>
  `method.${key}` in say.messages.en ? say(reader, `method.${key}` as 'method.link') : plain(key);
const subjectIn = (reader: Reader, key: string): string =>
  `subject.${key}` in say.messages.en ? say(reader, `subject.${key}` as 'subject.role') : plain(key);

function howIn(reader: Reader, { actorKind, method }: Entry): string {
  if (actorKind === 'system' && !method) return say(reader, 'entry.how.system');
  if (actorKind === 'visitor') return say(reader, 'entry.how.none');
  if (!method) return say(reader, 'entry.how.unknown');
  return methodIn(reader, method);
}

function subjectOf(reader: Reader, { subjectType, subjectId, data, accountId }: Entry, names: Names) {
  if (subjectType === 'ticket' && typeof data.number === 'number') {
    return <a href={`/inbox/${data.number}`}>{`T-${data.number}`}</a>;
  }
  if (subjectType === 'account') {
    return <a href={`/customers/${subjectId}`}>{names.accounts.get(subjectId) ?? subjectId}</a>;
  }
  const whom = whomIn(names, { subjectType, subjectId, data } as Entry);
  const thing = thingIn(names, { subjectType, subjectId, data } as Entry);
  if (thing) return `${subjectIn(reader, subjectType)}: ${thing}`;
  if (whom && accountId) return <a href={`/customers/${accountId}`}>{whom.name}</a>;
  if (whom) return whom.name;
  return (
    <>
      {subjectIn(reader, subjectType)} <span class="mono">{subjectId}</span>
    </>
  );
}

function Changes({ ctx, names, entry }: Pick<EntryProps, 'ctx' | 'names' | 'entry'>) {
  const { reader } = ctx;
  const rows = changesInWords(ctx, names, entry);
  if (rows.length === 0) return null;
  const shown = (value: string | null) => value ?? <span class="meta">{say(reader, 'change.nothing')}</span>;
  return (
    <Section id="changes" title={say(reader, 'entry.changes')}>
      <Table
        caption={say(reader, 'entry.changes')}
        columns={[
          { head: say(reader, 'change.what'), cell: (row) => <b>{row.what}</b> },
          { head: say(reader, 'change.from'), cell: (row) => shown(row.from) },
          { head: say(reader, 'change.to'), cell: (row) => shown(row.to) },
        ]}
        rows={rows}
      />
    </Section>
  );
}

function Proof({ ctx: { reader }, entry, proof, publicKey }: EntryProps) {
  const sealed = proof && readCheckpoint(proof.checkpoint);
  if (!proof || !sealed) {
    return (
      <Section id="proof" title={say(reader, 'entry.proof')}>
        <p class="meta">{say(reader, 'proof.none')}</p>
      </Section>
    );
  }
  const command = `portico verify event-${entry.seq}.json --key '${publicKey}'`;
  return (
    <Section id="proof" title={say(reader, 'entry.proof')}>
      <p>{say(reader, 'proof.sealed', { position: proof.position + 1, size: sealed.size })}</p>
      <p class="meta">{say(reader, 'proof.numbers', { number: entry.seq, position: proof.position + 1 })}</p>
      <p class="meta">{say(reader, 'proof.text')}</p>
      <Facts
        rows={[
          { term: say(reader, 'proof.leaf'), value: <span class="mono audit-hash">{proof.leaf}</span> },
          {
            term: say(reader, 'proof.root'),
            value: <span class="mono audit-hash">{sealed.root.toString('base64')}</span>,
          },
        ]}
      />
      <Button href={`/audit/${entry.id}/proof`} icon="download" data-turbo="false">
        {say(reader, 'proof.download')}
      </Button>
      <p class="meta">{say(reader, 'proof.command')}</p>
      <code id="verify-command" class="audit-data mono">
        {command}
      </code>
      <Button size="small" variant="quiet" data-copy-from="verify-command" data-copied={say(reader, 'copy.done')}>
        {say(reader, 'copy.command')}
      </Button>
    </Section>
  );
}
