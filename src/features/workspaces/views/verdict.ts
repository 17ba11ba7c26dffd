import type { Reader } from '#platform/i18n/reader.ts';
import type { Tone } from '#platform/ui/attributes.ts';
import type { IconName } from '#platform/ui/icons.ts';
import { say } from '../messages.ts';
import type { Health } from '../overview.ts';

export interface Rule {
  tone: Tone;
  icon: IconName;
  text: string;
}

const fine = (text: string): Rule => ({ tone: 'ok', icon: 'circle-check', text });
const notice = (text: string): Rule => ({ tone: 'info', icon: 'info', text });
const warning = (text: string): Rule => ({ tone: 'warn', icon: 'triangle-alert', text });
const wrong = (text: string): Rule => ({ tone: 'bad', icon: 'circle-alert', text });

/** What the figures mean: one reason a line, and what to do about it. */
export function judge(reader: Reader, health: Health, sendsMail: boolean): Rule[] {
  return [workers(reader, health), queue(reader, health), failures(reader, health), mail(reader, health, sendsMail)];
}

function workers(reader: Reader, { workers: n }: Health): Rule {
  return n > 0 ? fine(say(reader, 'rule.workers', { n })) : wrong(say(reader, 'rule.workers.none'));
}

function queue(reader: Reader, { jobsWaiting, jobsLate }: Health): Rule {
  if (jobsLate > 0) return warning(say(reader, 'rule.queue.late', { n: jobsLate }));
  return fine(say(reader, 'rule.queue', { n: jobsWaiting }));
}

function failures(reader: Reader, { jobsFailed: n }: Health): Rule {
  return n > 0 ? wrong(say(reader, 'rule.failed', { n })) : fine(say(reader, 'rule.failed.none'));
}

function mail(reader: Reader, health: Health, sendsMail: boolean): Rule {
  if (health.mailsFailed > 0) return wrong(say(reader, 'rule.mail.failed', { n: health.mailsFailed }));
  if (!sendsMail) return notice(say(reader, 'rule.mail.kept', { n: health.mailsKept }));
  return fine(say(reader, 'rule.mail', { sent: health.mailsSent, queued: health.mailsQueued }));
}
