import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../../messages.ts';
import type { Stream } from '../stream.ts';

export function StreamState({ reader, stream }: { reader: Reader; stream: Stream }) {
  if (stream.stoppedFor) return <Badge tone="warn">{say(reader, `stream.stopped.${stream.stoppedFor}`)}</Badge>;
  if (!stream.failingSince) return <Badge tone="ok">{say(reader, 'stream.arriving')}</Badge>;
  return (
    <span>
      {say.rich(reader, 'stream.failing', {
        when: <Time reader={reader} date={stream.failingSince} style="dateTime" />,
      })}
    </span>
  );
}
