import { addAccount } from '#features/accounts/index.ts';
import { addSession, createContact, createMember, inviteContact } from '#features/identity/index.ts';
import { flagsIn } from '#platform/flags.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { rightsOf } from '#platform/rights.ts';
import type { clockOf } from './clock.ts';
import type { Stage } from './stage.ts';
import {
  browsers,
  type Story,
  type StoryAccount,
  type StoryContact,
  type StoryMember,
  type StorySession,
} from './story.ts';

const DAY = 86_400_000;

/** The people of a story by their keys, as actors. */
export interface Cast {
  member(key: string): Member;
  person(key: string): Contact | Member;
}

type Clock = ReturnType<typeof clockOf>;

/** Hires the team, takes on the customers and lets their people in. */
export async function cast(stage: Stage, story: Story, clock: Clock): Promise<Cast> {
  const members = new Map<string, Member>();
  const contacts = new Map<string, Contact>();
  const since = clock('400d 09:00');
  for (const given of story.members) {
    const hired = await hire(stage, given, since);
    members.set(given.key, hired);
    await signIn(stage, hired, given.sessions, clock);
  }
  const member = (key: string) => found(members, key);
  for (const given of story.accounts) {
    const account = await takeOn(stage, given, member, clock);
    for (const person of given.contacts) {
      if (person.invited) continue;
      const contact = await letIn(stage, person, account, clock(given.since));
      contacts.set(person.key, contact);
      await signIn(stage, contact, person.sessions, clock);
    }
  }
  return { member, person: (key) => members.get(key) ?? found(contacts, key) };
}

/** The invitations nobody has accepted yet. They are sent when the story is at that time. */
export function invitations(
  story: Story,
  clock: Clock,
): { at: Date; send: (stage: Stage, cast: Cast) => Promise<void> }[] {
  return story.accounts.flatMap((account) =>
    account.contacts.flatMap(({ invited, name, email, title, role }) => {
      if (!invited) return [];
      const at = clock(invited.at);
      const send = async (stage: Stage, people: Cast) => {
        const ctx = stage.as(people.member(invited.by), at);
        const accountId = await accountNamed(ctx, account.name);
        await inviteContact(ctx, { accountId, name, email, title, role, message: invited.message });
      };
      return [{ at, send }];
    }),
  );
}

async function hire(stage: Stage, given: StoryMember, since: Date): Promise<Member> {
  const { name, email, title, phone, role, password } = given;
  const { memberId, identityId } = await createMember(stage.system(since), {
    name,
    email,
    title,
    phone,
    role,
    password,
    createdAt: since,
  });
  return {
    kind: 'member',
    role,
    rights: rightsOf('member', role),
    reach: 'all',
    ...person(given, memberId, identityId),
  };
}

async function signIn(stage: Stage, { identityId }: Member | Contact, sessions: StorySession[] = [], clock: Clock) {
  for (const { browser, ip, since, seen, by = 'password' } of sessions) {
    const facts = { identityId, method: by, agent: browsers[browser], ip, since: clock(since), seen: clock(seen) };
    await addSession(stage.system(stage.now), facts);
  }
}

async function takeOn(
  stage: Stage,
  { name, shortName, plan, since, team }: StoryAccount,
  member: (key: string) => Member,
  clock: Clock,
): Promise<StoryAccount & { id: string }> {
  const [[lead] = ['']] = team;
  const ctx = stage.as(member(lead), clock(since));
  // Whoever leads a customer need not be one who may add customers.
  const id = await addAccount(
    { ...ctx, actor: { ...ctx.actor, rights: rightsOf('member', 'owner') } },
    { name, short_name: shortName, plan, lead: '' },
  );
  const rows = team.map(([key, role], position) => ({
    workspace_id: ctx.workspace.id,
    account_id: id,
    member_id: member(key).personId,
    role,
    position,
  }));
  await ctx.db.insertInto('account_members').values(rows).execute();
  return { name, shortName, plan, since, team, contacts: [], id };
}

async function letIn(
  stage: Stage,
  given: StoryContact,
  account: StoryAccount & { id: string },
  since: Date,
): Promise<Contact> {
  const { name, email, title, phone, role, password, locale } = given;
  const at = new Date(since.getTime() + DAY);
  const made = await createContact(stage.system(at), {
    drawnId: given.draw?.(stage.system(stage.now)),
    accountId: account.id,
    name,
    email,
    title,
    phone,
    role,
    flags: given.flags,
    password,
    locale,
    createdAt: at,
  });
  return {
    kind: 'contact',
    role,
    rights: rightsOf('contact', role),
    accountId: account.id,
    accountName: account.name,
    accountShortName: account.shortName,
    shut: new Set(),
    flags: flagsIn(given.flags ?? []),
    colleagues: 'all',
    answers: true,
    ...person(given, made.contactId, made.identityId),
  };
}

const person = (given: { name: string; email: string; title: string }, personId: string, identityId: string) => ({
  sessionId: '',
  method: 'password',
  identityId,
  personId,
  name: given.name,
  email: given.email,
  title: given.title,
  theme: 'system' as const,
  hotkeys: true,
  photo: null,
});

function found<T>(people: ReadonlyMap<string, T>, key: string): T {
  const one = people.get(key);
  if (!one) throw new Error(`nobody in this story is called ${key}`);
  return one;
}

async function accountNamed(ctx: CtxOf<Member>, name: string): Promise<string> {
  const { id } = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return id;
}
