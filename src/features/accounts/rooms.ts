import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Reader } from '#platform/i18n/reader.ts';

/** What a room shows of its own on an account's page: a tab that leads to everything of theirs in it. */
export interface AccountRoom {
  id: string;
  label: (reader: Reader) => string;
  href: (accountId: string) => string;
  /** How much is open there; null shows no number. */
  count: (ctx: CtxOf<Member>, accountId: string) => Promise<number | null>;
}

let rooms: readonly AccountRoom[] = [];

/** Called once, by src/app/features.ts. */
export function installAccountRooms(installed: readonly AccountRoom[]): void {
  rooms = installed;
}

export interface RoomTab {
  id: string;
  label: string;
  href: string;
  count: number | null;
}

export const roomTabs = (ctx: CtxOf<Member>, accountId: string): Promise<RoomTab[]> =>
  Promise.all(
    rooms.map(async ({ id, label, href, count }) => ({
      id,
      label: label(ctx.reader),
      href: href(accountId),
      count: await count(ctx, accountId),
    })),
  );
