import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { KeptNotice } from '#platform/ui/notice.tsx';
import { say } from '../messages.ts';

/** Above what is given back to its writer; files that came with it have to be chosen anew. */
export function Kept({ reader, lost }: { reader: Reader; lost?: string[] | undefined }) {
  return (
    <KeptNotice title={say(reader, 'kept.title')}>
      {lost ? say(reader, 'kept.files', { n: lost.length, names: formatList(reader, lost) }) : say(reader, 'kept.text')}
    </KeptNotice>
  );
}
