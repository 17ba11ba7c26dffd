import { roomNames } from '#platform/customer-rooms.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { gateNames } from '../form.ts';
import { everyone, type OpenTo } from '../gate.ts';
import { say } from '../messages.ts';
import type { SegmentToName } from '../self-opened.ts';
import { GateInputs } from './gate-inputs.tsx';

interface RoomsPageProps {
  reader: Reader;
  guard: Guarded;
  /** As it is now. */
  stored: Shown;
  gates: ReadonlyMap<string, OpenTo>;
  segments: SegmentToName[];
  errors: FieldErrors;
}

/** Each room of the customers' portal, and who has it. */
export function RoomsPage({ reader, guard, stored, gates, segments, errors }: RoomsPageProps) {
  const wrong = roomNames.filter((room) => errors[room]);
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')} />
      <form method="post" action="/settings/rooms" class="stack apart" data-keep="">
        <Guard guard={guard} stored={stored} />
        {wrong.length > 0 && (
          <ErrorSummary
            title={say(reader, 'error.summary')}
            errors={wrong.map((room) => ({ id: gateNames(room).to, label: say(reader, `room.${room}`) }))}
          />
        )}
        {guard.kept && wrong.length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        {roomNames.map((room) => (
          <Card>
            <div class="stack">
              <div>
                <h2 class="card-title">{say(reader, `room.${room}`)}</h2>
                <p class="meta">{say(reader, `room.${room}.note`)}</p>
              </div>
              <GateInputs
                reader={reader}
                object={room}
                legend={say(reader, 'for', { room: say(reader, `room.${room}`) })}
                open={gates.get(room) ?? everyone}
                segments={segments}
                closable
                error={errors[room]}
              />
            </div>
          </Card>
        ))}
        <p class="meta">{say(reader, 'always')}</p>
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(reader, 'save')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
