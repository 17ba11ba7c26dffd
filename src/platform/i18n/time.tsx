import { frozen } from '../ui/frozen.ts';
import { formatDate, formatDateTime, formatRelative, formatTime } from './format.ts';
import type { Reader } from './reader.ts';
import { ageOf } from './relative.ts';

const shown = {
  relative: (reader: Reader, date: Date) => formatRelative(reader, date),
  within: (reader: Reader, date: Date) => formatRelative(reader, date, 'within'),
  coming: (reader: Reader, date: Date) => formatRelative(reader, date, 'coming'),
  date: formatDate,
  weekday: (reader: Reader, date: Date) => formatDate(reader, date, 'weekday'),
  long: (reader: Reader, date: Date) => formatDate(reader, date, 'long'),
  time: formatTime,
  dateTime: formatDateTime,
  full: (reader: Reader, date: Date) => formatDateTime(reader, date, 'full'),
};

/**
 * A moment, with the exact time and zone behind it. `relative` (the default), `within` for the same in the middle of a
 * line, and `coming` for what has not happened yet, are kept current in the browser: the client finds them by `data-relative`.
 */
export function Time(props: { reader: Reader; date: Date; style?: keyof typeof shown; class?: string }) {
  const { reader, date, style = 'relative' } = props;
  const passing = style === 'relative' || style === 'within' || style === 'coming';
  const age = passing ? ageOf(reader, date) : '';
  const key = `time ${reader.format ?? reader.locale} ${reader.zone} ${style} ${age} ${date.getTime()} ${props.class ?? ''}`;
  return frozen(key, () => (
    <time
      class={props.class}
      datetime={date.toISOString()}
      title={style === 'full' ? undefined : formatDateTime(reader, date, 'full')}
      data-relative={passing ? (style === 'relative' ? '' : style) : undefined}
    >
      {shown[style](reader, date)}
    </time>
  ));
}
