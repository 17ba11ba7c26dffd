import { z } from 'zod';
import { mayManageSignIn } from '#features/identity/index.ts';
import { rolesOf } from '#features/roles/index.ts';
import { newId } from '#platform/db/ids.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { line } from '#platform/http/line.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { signUpRulesChanged } from './events.ts';

/** Who may come in without an invitation. */
export const modes = ['off', 'open', 'domains', 'moderated'] as const;
export type Mode = (typeof modes)[number];

export interface SignUpRules {
  mode: Mode;
  /** An address in a customer's domain brings its owner to that customer. */
  attaches: boolean;
  /** What such a newcomer may do there: the key of a customers' role. */
  role: string;
  /** What the first person of a new customer may do. */
  firstRole: string;
  /** What a newcomer has to agree to; empty for nothing. */
  termsUrl: string;
}

const DEFAULTS: SignUpRules = {
  mode: 'off',
  attaches: true,
  role: 'viewer',
  firstRole: 'account_admin',
  termsUrl: '',
};

export async function signUpRules({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>): Promise<SignUpRules> {
  const row = await db
    .selectFrom('sign_up_rules')
    .select(['mode', 'attaches', 'role', 'first_role as firstRole', 'terms_url as termsUrl'])
    .where('workspace_id', '=', workspace.id)
    .executeTakeFirst();
  return row ? { ...row, mode: row.mode as Mode } : DEFAULTS;
}

/** The address is proved by a mail: where none goes out, nobody can sign up, whatever the rules say. */
export async function offersSignUp(ctx: Ctx): Promise<boolean> {
  if (ctx.workspace.isInstallation || !sendsMail(ctx.platform.config)) return false;
  return (await signUpRules(ctx)).mode !== 'off';
}

const webAddress = line(500, 'error.terms').refine(
  (text) => text === '' || /^https:\/\/[^\s/?#@]+([/?#]\S*)?$/.test(text),
  'error.terms',
);

export const ruleFields = z.object({
  mode: z.enum(modes, 'error.choice'),
  attaches: z
    .literal('on')
    .optional()
    .transform((value) => value === 'on'),
  role: z.string('error.choice').min(1, 'error.choice').max(60, 'error.choice'),
  first_role: z.string('error.choice').min(1, 'error.choice').max(60, 'error.choice'),
  terms_url: webAddress.optional().default(''),
});

/** Whether it was different before. The caller has asked that the roles are ones there are. */
export async function changeSignUpRules(
  ctx: CtxOf<Member>,
  given: z.output<typeof ruleFields>,
): Promise<'changed' | 'same'> {
  demand(mayManageSignIn(ctx.actor));
  const before = await signUpRules(ctx);
  const { mode, attaches, role, first_role: firstRole, terms_url: termsUrl } = given;
  const changes = changed({ ...before }, { mode, attaches, role, firstRole, termsUrl });
  if (Object.keys(changes).length === 0) return 'same';
  const row = { mode, attaches, role, first_role: firstRole, terms_url: termsUrl, updated_at: ctx.now };
  await ctx.db
    .insertInto('sign_up_rules')
    .values({ workspace_id: ctx.workspace.id, id: newId(), ...row })
    .onConflict((same) => same.columns(['workspace_id']).doUpdateSet(row))
    .execute();
  await record(ctx, signUpRulesChanged, { subjectId: ctx.workspace.id, accountId: null, data: { changes } });
  return 'changed';
}

/** The role of a newcomer; the one that may least when theirs is not there any more. */
export async function roleStill(ctx: Ctx, key: string): Promise<string> {
  return (await rolesOf(ctx, 'contact')).some((role) => role.key === key) ? key : 'viewer';
}
