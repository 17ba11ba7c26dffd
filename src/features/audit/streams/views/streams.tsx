import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { FactRows } from '#platform/ui/rows.tsx';
import { say } from '../../messages.ts';
import type { Stream } from '../stream.ts';
import { StreamState } from './state.tsx';

interface Props {
  ctx: Ctx;
  guard: Guarded;
  streams: Stream[];
  typed: string;
  error: string | undefined;
}

export function StreamsPage({ ctx: { reader }, guard, streams, typed, error }: Props) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'section.streams')} lede={say(reader, 'streams.lede')} />
      {streams.length === 0 ? (
        <p class="meta">{say(reader, 'streams.none')}</p>
      ) : (
        <FactRows
          rows={streams.map((stream) => ({
            id: `stream-${stream.id}`,
            icon: 'send' as const,
            title: <span class="clip">{stream.url}</span>,
            note: <StreamState reader={reader} stream={stream} />,
            end: (
              <Button size="small" href={`/settings/log-streams/${stream.id}`}>
                {say(reader, 'stream.manage')}
              </Button>
            ),
          }))}
        />
      )}
      <Section id="new-stream" title={say(reader, 'streams.new')}>
        <form id="stream-form" method="post" action="/settings/log-streams" class="stack" data-keep="" novalidate>
          <Guard guard={guard} />
          {guard.kept && !error && (
            <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
          )}
          <TextField
            id="url"
            name="url"
            type="url"
            label={say(reader, 'stream.url')}
            hint={say(reader, 'stream.url.hint')}
            value={typed}
            error={error}
            maxlength={2000}
            autocomplete="off"
            required
          />
          <div class="end-bar">
            <Button type="submit" variant="primary">
              {say(reader, 'stream.add')}
            </Button>
          </div>
        </form>
      </Section>
    </Page>
  );
}
