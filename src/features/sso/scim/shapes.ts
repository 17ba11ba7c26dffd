import { z } from 'zod';
import { allSeen } from '#platform/http/line.ts';
import { ScimError } from './scim-error.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

const text = (most: number) => z.string().max(most);
const given = text(300)
  .nullish()
  .transform((value) => value ?? undefined);
/** Entra sends "True" and "False". */
const yes = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(true|false)$/i)
    .transform((value) => value.toLowerCase() === 'true'),
]);
const several = z
  .array(z.object({ value: given, type: given, primary: yes.nullish().transform((value) => value ?? undefined) }))
  .max(20)
  .nullish()
  .transform((value) => value ?? undefined);

/** What we keep of a person; what else a directory sends is not kept (RFC 7643, 2.1: unknown attributes may be ignored). */
export const userShape = z.object({
  userName: text(254).trim().min(1),
  externalId: given,
  name: z
    .object({ formatted: given, givenName: given, familyName: given })
    .nullish()
    .transform((value) => value ?? undefined),
  displayName: given,
  title: given,
  preferredLanguage: given,
  locale: given,
  timezone: given,
  active: yes.default(true),
  emails: several,
  phoneNumbers: several,
});
export type User = z.output<typeof userShape>;

export const groupShape = z.object({
  displayName: text(200).trim().min(1),
  externalId: given,
  members: z
    .array(z.object({ value: text(100) }))
    .max(20_000)
    .nullish()
    .transform((value) => value ?? []),
});

export const patchShape = z.object({
  Operations: z
    .array(
      z.object({
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(['add', 'replace', 'remove'])),
        path: text(500).optional(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(1_000),
});

/** Names as the schema has them, whatever their capitals in the request. */
export function shaped<T>(shape: z.ZodObject & z.ZodType<T>, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ScimError(400, 'an object is wanted', 'invalidSyntax');
  const known = new Map(Object.keys(shape.shape).map((name) => [name.toLowerCase(), name]));
  const named: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const key = known.get(name.toLowerCase());
    if (key) named[key] = value;
  }
  const result = shape.safeParse(named);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ScimError(400, `${issue?.path.join('.')}: ${issue?.message}`, 'invalidValue');
}

/** The address of a person: the first of their addresses, or the name they sign in with. */
export const addressIn = ({ emails = [], userName }: User): string =>
  (emails.find((each) => each.primary)?.value ?? emails.find((each) => each.value)?.value ?? userName).trim();

/** The name that a directory gives somebody; undefined where it gives none. */
export const nameIn = ({ displayName, name }: Pick<User, 'displayName' | 'name'>): string | undefined =>
  (displayName || name?.formatted || [name?.givenName, name?.familyName].filter(Boolean).join(' ') || undefined)?.slice(
    0,
    160,
  );

type Named = Pick<User, 'userName' | 'displayName' | 'name' | 'title'>;
const shown = (user: Named): [string, string][] => [
  ['name', nameIn(user) ?? user.userName],
  ['title', user.title ?? ''],
];

/** Refuses a name nobody can see whole. One that was here before stays: it must not keep anybody from being taken away. */
export function demandSeen(user: Named, before?: Named): void {
  const known = new Map(before && shown(before));
  for (const [attribute, text] of shown(user)) demandSeenText(attribute, text, known.get(attribute));
}

export function demandSeenText(attribute: string, text: string, before?: string): void {
  if (allSeen(text) || before === text) return;
  throw new ScimError(400, `${attribute}: there is a character in it that nobody can see`, 'invalidValue');
}
