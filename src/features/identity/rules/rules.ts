import type { Ctx } from '#platform/http/context.ts';
import type { SignInMethod } from '../auth/frame.ts';
import type { Person } from '../person.ts';

export type Side = Person['kind'];
export const sides = ['member', 'contact'] as const;

/** The ways in that a business may switch off. */
export const switchable = ['password', 'link', 'code', 'passkey'] as const;
export type Switchable = (typeof switchable)[number];

/** How the people of one side come in. */
export interface SideRules extends Record<Switchable, boolean> {
  /** How long a browser may go without the second step once it was passed; 0: it is asked for each time. */
  rememberDays: number;
}

export type Rules = Record<Side, SideRules>;

const DEFAULTS: SideRules = { password: true, link: true, code: true, passkey: true, rememberDays: 30 };

export async function rulesOf(ctx: Ctx): Promise<Rules> {
  const rows = await ctx.db
    .selectFrom('sign_in_rules')
    .select(['side', 'password', 'link', 'code', 'passkey', 'remember_days as rememberDays'])
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  const of = (side: Side): SideRules => {
    const { side: _, ...row } = rows.find((one) => one.side === side) ?? { side, ...DEFAULTS };
    return row;
  };
  return { member: of('member'), contact: of('contact') };
}

/** Whether somebody of this side may come in by it. Invitations, sign-up and single sign-on have rules of their own. */
export const allows = (rules: Rules, side: Side, method: SignInMethod): boolean =>
  method === 'invitation' || method === 'sign_up' || method === 'sso' || rules[side][method];

/** What the door offers before it is known who stands there: whatever anybody may use. */
export const offered = (rules: Rules): Record<Switchable, boolean> => ({
  password: rules.member.password || rules.contact.password,
  link: rules.member.link || rules.contact.link,
  code: rules.member.code || rules.contact.code,
  passkey: rules.member.passkey || rules.contact.passkey,
});
