import { sql } from 'kysely';
import { accountByDomain, nobodyStandsFor, onlyByColleague } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { isListed } from './domains.ts';
import { type SignUpRules, signUpRules } from './rules.ts';

interface Place {
  id: string;
  name: string;
}

/** A customer whose own people have written an address down: they may know its owner, or not. */
interface Invited {
  by: string;
  account: Place;
  contactId: string;
  role: string;
}

/** Where a proved address leads. */
export type Way =
  /** Its owner has access already. */
  | { to: 'known' }
  /** It opens nothing: it was sent away, or the rules do not let it in. */
  | { to: 'nowhere' }
  /** To the customer of its domain, or the one somebody has written its owner down at. */
  | { to: 'customer'; account: Place; contactId: string | null; role: string | null }
  /** To a new customer, or, if they would rather, to the one where a colleague has invited them. */
  | { to: 'new'; invited?: Invited | undefined }
  /** To the team, which decides. */
  | { to: 'team' };

/** Whether, and how, the owner of this address may come in by themselves. Changes nothing; only the system can look. */
export async function wayOf(ctx: Ctx, email: string, rules?: SignUpRules): Promise<Way> {
  const { mode, attaches } = rules ?? (await signUpRules(ctx));
  if (mode === 'off' || email.endsWith('.invalid')) return { to: 'nowhere' };
  const standing = await standingOf(ctx, email);
  if (standing === 'team') return { to: 'known' };
  if (standing === 'disabled') return { to: 'nowhere' };
  const everywhere = await contactsWith(ctx, email);
  const theirs = await accountByDomain(ctx, email);
  const byDomain = attaches ? theirs : null;
  // What a customer's own people have written down leads nobody anywhere, and keeps nobody out: at another customer it says nothing.
  const contacts = everywhere.filter((one) => one.by === null || one.account.id === byDomain?.id);
  if (theirs?.archivedAt && (attaches || mode === 'domains')) return { to: 'nowhere' };
  const written = contacts.find(
    (one) => one.standing === 'never came' && (!byDomain || one.account.id === byDomain.id),
  );
  const account = byDomain ?? written?.account ?? null;
  const there = account && contacts.find((one) => one.account.id === account.id);
  if (there?.standing === 'disabled') return { to: 'nowhere' };
  if (there?.standing === 'active') return { to: 'known' };
  if (!account && contacts.some((one) => one.standing === 'active')) return { to: 'known' };
  if (!account && contacts.some((one) => one.standing === 'put away')) return { to: 'nowhere' };
  if (mode === 'moderated') return { to: 'team' };
  if (account && !there && (await goesOnAsAnother(ctx, account.id, email))) return { to: 'nowhere' };
  if (contacts.some((one) => one.standing === 'taken back' && (!account || one.account.id === account.id))) {
    return { to: 'nowhere' };
  }
  if (mode === 'domains' && !theirs && !(await isListed(ctx, email))) return { to: 'nowhere' };
  // Their customer is known, and nobody is brought to it by an address alone: not to a second one of that name, either.
  if (!account) return mode === 'domains' && theirs ? { to: 'team' } : { to: 'new', invited: invitedTo(everywhere) };
  return { to: 'customer', account, contactId: there?.id ?? null, role: there?.role ?? null };
}

function invitedTo(everywhere: Written[]): Invited | undefined {
  const one = everywhere.find(({ by, standing, role }) => by !== null && standing === 'never came' && role !== null);
  return one && { by: one.by!, account: one.account, contactId: one.id, role: one.role! };
}

/** Where it leads by what its owner says: to whoever invited them, or to a customer of their own. */
export function chosenWay(way: Way, invited: boolean): Way {
  if (way.to !== 'new' || !way.invited || !invited) return way;
  const { account, contactId, role } = way.invited;
  return { to: 'customer', account, contactId, role };
}

/** Whoever is or was on the team is nobody's contact, and a login that was closed stays closed. */
async function standingOf({ db, workspace }: Ctx, email: string): Promise<'team' | 'disabled' | 'open'> {
  const row = await db
    .selectFrom('identities as i')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'i.workspace_id').onRef('m.identity_id', '=', 'i.id'),
    )
    .select(['i.disabled_at as closed', 'm.id as member', 'm.disabled_at as left'])
    .where('i.workspace_id', '=', workspace.id)
    .where('i.email', '=', email)
    .executeTakeFirst();
  if (!row) return 'open';
  if (row.closed || row.left) return 'disabled';
  return row.member ? 'team' : 'open';
}

type Written = {
  id: string;
  /** Null where nobody stands for it any more. */
  role: string | null;
  account: Place;
  /** `taken back`: they were invited, and then that was not meant any more. */
  standing: 'active' | 'disabled' | 'never came' | 'taken back' | 'put away';
  /** The colleague who alone says that they belong there; null where the team says so, or they have come. */
  by: string | null;
};

/** Who has this address at which customers, the oldest first. */
async function contactsWith(ctx: Ctx, email: string): Promise<Written[]> {
  const { db, workspace } = ctx;
  const rows = await db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.id', 'c.role', 'c.identity_id', 'c.disabled_at', 'a.id as accountId', 'a.name as accountName'])
    .select('a.archived_at')
    .select(lastInvitationTakenBack)
    .select(colleagueOnly(workspace.id))
    .where('c.workspace_id', '=', workspace.id)
    .where('c.continues_as', 'is', null)
    // Two questions with an index each: an address may be that of the entry or that of its login.
    .where(sql<boolean>`c.id in (select k.id from contacts k where k.workspace_id = ${workspace.id} and k.email = ${email}
      union all select k.id from identities i join contacts k on k.workspace_id = i.workspace_id and k.identity_id = i.id
        where i.workspace_id = ${workspace.id} and i.email = ${email})`)
    .orderBy('c.created_at')
    .orderBy('c.id')
    .execute();
  const fallen = await nobodyStandsFor(
    ctx,
    rows.filter((row) => !row.identity_id).map(({ id }) => id),
  );
  return rows.map(({ id, role, accountId, accountName, takenBack, by, ...row }) => ({
    id,
    role: fallen.has(id) ? null : role,
    by,
    account: { id: accountId, name: accountName },
    standing: standingIn({ ...row, takenBack }),
  }));
}

/** Whether this address is at the customer as an entry that was merged into another, or moved away: only the team makes one of it again. */
async function goesOnAsAnother({ db, workspace }: Ctx, accountId: string, email: string): Promise<boolean> {
  const row = await db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .where('continues_as', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Of somebody's invitations the last one says: an older one ends when they are invited again. */
const lastInvitationTakenBack = sql<boolean>`coalesce((select v.taken_back_at is not null from invitations v
  where v.workspace_id = c.workspace_id and v.contact_id = c.id order by v.created_at desc, v.id desc limit 1), false)`.as(
  'takenBack',
);

/** Who wrote them down, if it was a colleague and they have never come. */
const colleagueOnly = (workspaceId: string) =>
  sql<string | null>`case when ${onlyByColleague(workspaceId, 'c')} then coalesce((select k.name from invitations v
    join contacts k on k.workspace_id = v.workspace_id and k.id = v.invited_by_contact
    where v.workspace_id = c.workspace_id and v.contact_id = c.id order by v.created_at, v.id limit 1), '') end`.as(
    'by',
  );

interface Told {
  archived_at: Date | null;
  disabled_at: Date | null;
  identity_id: string | null;
  takenBack: boolean;
}

function standingIn({ archived_at, disabled_at, identity_id, takenBack }: Told): Written['standing'] {
  if (archived_at) return 'put away';
  if (disabled_at) return 'disabled';
  if (identity_id) return 'active';
  return takenBack ? 'taken back' : 'never came';
}
