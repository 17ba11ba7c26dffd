import { z } from 'zod';
import { elevate } from '#platform/db/scope.ts';
import { type Changes, changed as differences } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { isPhone, seenLine } from '#platform/http/line.ts';
import { type Format, formats, isZone, type Locale, languageOf, locales } from '#platform/i18n/reader.ts';
import { type Changeable, profileChanged } from './events.ts';

export type Own = CtxOf<Contact | Member>;

/** About tickets: all that concern somebody, those they have themselves, none. For a customer the first two are the same. */
export const ticketMails = ['all', 'own', 'none'] as const;

export const profileFields = z.object({
  name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.name.missing'),
  title: seenLine(120, 'error.title.long', 'error.unseen'),
  phone: seenLine(40, 'error.phone', 'error.unseen').refine(isPhone, 'error.phone'),
  locale: z.enum(locales),
  /** Empty: as the browser says. */
  format: z.enum(['', ...formats.en, ...formats.de]).catch(''),
  /** Empty: that of the device. */
  zone: z
    .string()
    .max(64, 'error.zone')
    .refine((zone) => zone === '' || isZone(zone), 'error.zone'),
  /** What the device says; nothing without scripts. */
  device_zone: z.string().max(64).refine(isZone).optional().catch(undefined),
  theme: z.enum(['system', 'light', 'dark']),
  // A switch that is off sends nothing.
  hotkeys: z
    .string()
    .optional()
    .transform((value) => value === 'on'),
  ticket_mails: z.enum(ticketMails).optional(),
});

export interface Profile {
  name: string;
  title: string;
  phone: string;
  photo: string | null;
  /** With the region whose formats they chose. */
  locale: Locale | Format | null;
  zone: string | null;
  zone_follows: boolean;
  theme: 'system' | 'light' | 'dark';
  hotkeys: boolean;
  ticket_mails: (typeof ticketMails)[number];
}

/** What somebody has said about themselves. */
export async function ownProfile(ctx: Own): Promise<Profile> {
  const { actor, workspace } = ctx;
  const [person, identity] = await Promise.all([
    ctx.db
      .selectFrom(actor.kind === 'member' ? 'members' : 'contacts')
      .select(['name', 'title', 'phone', 'photo'])
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', actor.personId)
      .executeTakeFirstOrThrow(),
    ctx.db
      .selectFrom('identities')
      .select(['locale', 'zone', 'zone_follows', 'theme', 'hotkeys', 'ticket_mails'])
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', actor.identityId)
      .executeTakeFirstOrThrow(),
  ]);
  return { ...person, ...(identity as Omit<Profile, keyof typeof person>) };
}

/**
 * Writes down what somebody says about themselves, wherever they are known: as a member, and as a contact of each account
 * they stand for. Returns what became different.
 */
export async function changeProfile(ctx: Own, given: z.output<typeof profileFields>): Promise<Changeable[]> {
  const { name, title, phone, theme, hotkeys } = given;
  const before = await ownProfile(ctx);
  const ticket_mails = given.ticket_mails ?? before.ticket_mails;
  // Formats of another language are those of nobody's.
  const locale = languageOf(given.format) === given.locale ? (given.format as Format) : given.locale;
  const own = { zone_follows: given.zone === '', zone: given.zone || followed(before, given.device_zone) };
  const next = { name, title, phone, locale, zone: own.zone, theme, hotkeys, ticket_mails };
  const otherwise = before.zone_follows !== own.zone_follows;
  const changed = (Object.keys(next) as (keyof typeof next)[]).filter(
    (each) => before[each] !== next[each] || (each === 'zone' && otherwise),
  );
  if (changed.length === 0) return [];
  const said = { name, title, phone };
  const person = Object.fromEntries(changed.filter((each) => each in said).map((each) => [each, next[each]]));
  await change(ctx, person, { name, locale, ...own, theme, hotkeys, ticket_mails });
  await recordChange(ctx, changed, differences(before, next));
  return changed;
}

/** Nobody who goes on with a device loses its zone to a page that could not ask it. */
const followed = (before: Profile, device: string | undefined): string | null =>
  device ?? (before.zone_follows ? before.zone : null);

type PersonRow = Partial<Pick<Profile, 'name' | 'title' | 'phone' | 'photo'>>;
type IdentityRow = Partial<
  Pick<Profile, 'name' | 'locale' | 'zone' | 'zone_follows' | 'theme' | 'hotkeys' | 'ticket_mails'>
>;

/**
 * What is said of the person is written wherever they have access; what they did not change there is what others said of them there.
 * From here on the transaction is the system's: nobody else may write the rows that hold what somebody may do.
 */
export async function change(ctx: Own, person: PersonRow, identity: IdentityRow): Promise<void> {
  const { workspace, actor } = ctx;
  await elevate(ctx.db, workspace.id);
  for (const table of Object.keys(person).length > 0 ? (['members', 'contacts'] as const) : []) {
    await ctx.db
      .updateTable(table)
      .set(person)
      .where('workspace_id', '=', workspace.id)
      .where('identity_id', '=', actor.identityId)
      .where('disabled_at', 'is', null)
      .execute();
  }
  await ctx.db
    .updateTable('identities')
    .set({ ...identity, updated_at: ctx.now })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', actor.identityId)
    .execute();
}

export async function recordChange(ctx: Own, changed: Changeable[], changes?: Changes): Promise<void> {
  const { actor } = ctx;
  await record(ctx, profileChanged, {
    subjectId: actor.identityId,
    accountId: actor.kind === 'contact' ? actor.accountId : null,
    data: { changed, ...(changes && { changes }) },
  });
}
