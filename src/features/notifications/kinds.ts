import type { Child } from 'hono/jsx';
import type { z } from 'zod';
import type { Reader } from '#platform/i18n/reader.ts';

/** Something that happened and that one person should see, as its sentence gets it. */
export interface Notification<Data = unknown> {
  id: string;
  kind: string;
  /** The name of who did it; the workspace's when nobody in particular did. */
  who: string;
  /** The portal itself tells it. */
  byPortal: boolean;
  photo: string | null;
  /** How often it happened since the person last looked. */
  times: number;
  subjectId: string;
  accountId: string | null;
  data: Data;
  /** Path of the portal, with the place on the page. */
  url: string;
  unread: boolean;
  createdAt: Date;
}

/** A kind of notification belongs to the feature that sends it, words included. */
export interface NotificationKind<Data = unknown> {
  kind: string;
  /** The few words the sentence needs, such as a ticket's number. Copied when it happens. */
  data: z.ZodType<Data>;
  /** One whole sentence without a full stop, names in bold: "<b>Maya</b> answered <b>T-1482</b>". */
  sentence(reader: Reader, notification: Notification<Data>): Child;
}

/** A kind of notification, checked by the compiler against its data. */
export const notificationKind = <Data>(
  kind: string,
  data: z.ZodType<Data>,
  sentence: NotificationKind<Data>['sentence'],
): NotificationKind<Data> => ({ kind, data, sentence });

const byKind = new Map<string, NotificationKind>();

/** Called once, by app/features.ts, with the explicit list. */
export function installNotificationKinds(kinds: readonly NotificationKind[]): void {
  byKind.clear();
  for (const each of kinds) {
    if (byKind.has(each.kind)) throw new Error(`two notifications are called ${each.kind}`);
    byKind.set(each.kind, each);
  }
}

export const installedNotificationKinds = (): NotificationKind[] => [...byKind.values()];

/** Undefined for a kind nobody sends any more, or whose data has changed since: the row is then shown without words. */
export function sentenceOf(reader: Reader, notification: Notification): Child | undefined {
  const kind = byKind.get(notification.kind);
  const data = kind?.data.safeParse(notification.data);
  return data?.success ? kind?.sentence(reader, { ...notification, data: data.data }) : undefined;
}
