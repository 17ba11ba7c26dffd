import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate, formatDateTime } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Pagination } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { mayTakeEvidence } from '../access.ts';
import type { Soundness } from '../check.ts';
import type { LogPage } from '../entries.ts';
import { fieldsOf, type LogFilter, logAddress } from '../filter.ts';
import { say } from '../messages.ts';
import { LogFilters } from './filters.tsx';
import { LogTable } from './table.tsx';

export interface LogProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  filter: LogFilter;
  page: LogPage;
  sound: Soundness;
  device: (reader: Reader, agent: string) => string;
}

export function LogPageView({ ctx, guard, filter, page, sound, device }: LogProps) {
  const { reader } = ctx;
  return (
    <Page width="wide">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')}>
        <Export reader={reader} guard={guard} filter={filter} />
        {mayTakeEvidence(ctx.actor) && (
          <form method="post" action="/audit/evidence" data-turbo="false">
            <Guard guard={{ ...guard, kept: false }} />
            <Button type="submit" variant="quiet" icon="archive">
              {say(reader, 'evidence')}
            </Button>
          </form>
        )}
      </PageHead>
      <Sound ctx={ctx} guard={guard} sound={sound} />
      <div class="stack">
        <LogFilters reader={reader} filter={filter} names={page.names} />
        {page.rows.length > 0 ? (
          <LogTable ctx={ctx} page={page} device={device} />
        ) : (
          <Card>
            <Empty
              small
              icon="search"
              title={say(reader, 'none.title')}
              text={say(reader, 'none.text')}
              action={<Button href="/audit">{say(reader, 'filters.clear')}</Button>}
            />
          </Card>
        )}
        <Pagination
          label={say(reader, 'pages')}
          newer={{
            label: say(reader, 'pages.newer'),
            href: page.newer && logAddress(filter, { before: page.newer }),
          }}
          older={{ label: say(reader, 'pages.older'), href: page.older && logAddress(filter, { after: page.older }) }}
        />
        <p class="meta" id="copies">
          {say.rich(reader, 'copies.text', {
            make: <code>{`portico export-log --workspace ${ctx.portal.host} --out log.jsonl`}</code>,
            check: <code>portico verify log.jsonl --key …</code>,
          })}
        </p>
      </div>
    </Page>
  );
}

/** One form with two ways to send it; the answer is a file, so Turbo must not take it. */
function Export({ reader, guard, filter }: { reader: Reader; guard: Guarded; filter: LogFilter }) {
  return (
    <form class="cluster" method="post" action="/audit/export" data-turbo="false" title={say(reader, 'export.hint')}>
      <Guard guard={{ ...guard, kept: false }} />
      {fieldsOf(filter).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <span class="visually-hidden">{say(reader, 'export.hint')}</span>
      <Button type="submit" name="format" value="csv" icon="download">
        {say(reader, 'export')} <span class="visually-hidden">{say(reader, 'export.csv')}</span>
      </Button>
      <Button type="submit" name="format" value="jsonl" variant="quiet">
        {say(reader, 'export.jsonl')}
      </Button>
    </form>
  );
}

function Sound({ ctx, guard, sound }: { ctx: CtxOf<Member>; guard: Guarded; sound: Soundness }) {
  const { reader } = ctx;
  const { check, sealed, since } = sound;
  const again = (
    <form method="post" action="/audit/checks">
      <Guard guard={{ ...guard, kept: false }} />
      <Button type="submit" size="small">
        {say(reader, 'check.now')}
      </Button>
    </form>
  );
  if (!check) {
    return (
      <Notice icon="shield-check" action={again}>
        {sealed === 0 ? (
          <>
            <b>{say(reader, 'sound.unsealed')}</b> {say(reader, 'sound.unsealed.text')}
          </>
        ) : (
          <>
            <b>{say(reader, 'sound.unchecked')}</b> {say(reader, 'sound.unchecked.text', { n: sealed })}
          </>
        )}
      </Notice>
    );
  }
  const when = <Time reader={reader} date={check.checkedAt} style="within" />;
  if (check.finding) {
    return (
      <Notice tone="bad" icon="triangle-alert" action={again} role="alert">
        <b>{say(reader, 'sound.broken')}</b> {say.rich(reader, 'sound.broken.text', { when })}
      </Notice>
    );
  }
  const date = since ? formatDate(reader, since, 'long') : formatDateTime(reader, check.checkedAt);
  return (
    <Notice tone="ok" icon="shield-check" action={again}>
      <b>{say(reader, 'sound.verified')}</b> {say.rich(reader, 'sound.entries', { n: check.events, date, when })}
    </Notice>
  );
}
