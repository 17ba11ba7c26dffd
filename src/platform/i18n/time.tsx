import { still } from '../ui/frozen.ts';
import { formatDate, formatDateTime, formatRelative, formatTime } from './format.ts';
import type { Reader } from './reader.ts';

const shown = {
  relative: formatRelative,
  date: formatDate,
  weekday: (reader: Reader, date: Date) => formatDate(reader, date, 'weekday'),
  long: (reader: Reader, date: Date) => formatDate(reader, date, 'long'),
  time: formatTime,
  dateTime: formatDateTime,
  full: (reader: Reader, date: Date) => formatDateTime(reader, date, 'full'),
};

/**
 * A moment, with the exact time and zone behind it. `relative` (the default) is kept current in the browser:
 * the client finds it by `data-relative`.
 */
export function Time(props: { reader: Reader; date: Date; style?: keyof typeof shown; class?: string }) {
  const { reader, date, style = 'relative' } = props;
  return Moment({
    look: props.class,
    at: date.toISOString(),
    exact: style === 'full' ? undefined : formatDateTime(reader, date, 'full'),
    moving: style === 'relative',
    text: shown[style](reader, date),
  });
}

interface MomentProps {
  look: string | undefined;
  at: string;
  exact: string | undefined;
  moving: boolean;
  text: string;
}

const Moment = still<MomentProps>('time', ({ look, at, exact, moving, text }) => (
  <time class={look} datetime={at} title={exact} data-relative={moving ? '' : undefined}>
    {text}
  </time>
));
