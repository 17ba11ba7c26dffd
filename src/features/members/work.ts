import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { say } from './messages.ts';

/** What somebody of the team has in hand. */
export interface Work {
  tickets: number;
  articles: number;
  customers: number;
}

/** "4 open tickets and 2 articles". */
export const workIn = (reader: Reader, work: Work): string =>
  formatList(
    reader,
    (['tickets', 'articles', 'customers'] as const).flatMap((what) =>
      work[what] > 0 ? say(reader, `work.${what}`, { n: work[what] }) : [],
    ),
  );

export const isSome = ({ tickets, articles, customers }: Work): boolean => tickets + articles + customers > 0;
