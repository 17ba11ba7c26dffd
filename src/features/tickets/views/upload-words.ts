import { formatBytes } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { StoredFile, UploadProps } from '#platform/ui/upload.tsx';
import { say } from '../messages.ts';

/** Everything a form needs to take files, in the reader's words. `limit` is bytes. */
export function uploadProps(
  reader: Reader,
  about: { id: string; limit: number; csrf: string; files?: StoredFile[] | undefined; choose: string },
): UploadProps {
  const blanks = { done: '{done}', total: '{total}', left: '{left}', name: '{name}' };
  const limit = formatBytes(reader, about.limit);
  return {
    ...about,
    url: '/uploads',
    say: {
      waiting: say(reader, 'upload.waiting'),
      moving: say(reader, 'upload.moving', blanks),
      done: say(reader, 'upload.done', blanks),
      failed: say(reader, 'upload.failed', blanks),
      tooLarge: say(reader, 'upload.tooLarge', { ...blanks, limit }),
      leave: say(reader, 'upload.leave'),
    },
    buttons: {
      cancel: say(reader, 'upload.cancel'),
      retry: say(reader, 'upload.retry'),
      remove: say(reader, 'upload.remove', blanks),
      progress: say(reader, 'upload.progress', blanks),
    },
  };
}
