import { maySeeSignIn } from '#features/identity/index.ts';
import { type Role, roleName } from '#features/roles/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { shownRole } from '../change.ts';
import type { On, TeamMember } from '../member.ts';
import { say } from '../messages.ts';
import { isSome, type Work, workIn } from '../work.ts';

interface MemberPageProps {
  ctx: On;
  guard: Guarded;
  member: TeamMember;
  /** What the reader may give. */
  roles: Role[];
  mayChange: boolean;
  /** The directory that took their access away: nobody else gives it back. */
  heldBy: string | null;
  work: Work;
  /** Who could take it over. */
  heirs: { id: string; name: string }[];
}

/** One person of the team: what they may do, and whether they may come in. */
export function MemberPage(props: MemberPageProps) {
  const { ctx, member, mayChange } = props;
  const { reader, actor } = ctx;
  return (
    <Page width="narrow">
      <PageHead
        title={member.name}
        lede={member.title || roleName(reader, member.role)}
        before={<Avatar name={member.name} photo={member.photo} size="large" />}
      >
        {maySeeSignIn(actor, { identityId: member.identityId, side: 'member', onTeam: member.role }) && (
          <Button href={`/people/${member.id}/sign-in`} icon="key-round">
            {say(reader, 'signIn')}
          </Button>
        )}
      </PageHead>
      <Facts
        near
        rows={[
          {
            term: say(reader, 'fact.email'),
            value: (
              <a class="link" href={`mailto:${member.email}`}>
                {member.email}
              </a>
            ),
          },
          { term: say(reader, 'fact.role'), value: roleName(reader, member.role) },
          {
            term: say(reader, 'fact.customers'),
            value:
              member.role.reach === 'all'
                ? say(reader, 'fact.customers.all')
                : say(reader, 'fact.customers.own', { n: member.customers }),
          },
          { term: say(reader, 'fact.since'), value: formatDate(reader, member.joinedAt, 'date') },
          {
            term: say(reader, 'fact.seen'),
            value: member.seenAt ? <Time reader={reader} date={member.seenAt} /> : say(reader, 'never'),
          },
        ]}
      />
      {!mayChange && (
        <Notice icon="info">
          {say(reader, member.id === actor.personId ? 'yourself' : 'above', { name: member.name })}
        </Notice>
      )}
      {mayChange && member.disabledAt === null && <RoleForm {...props} />}
      {mayChange && member.disabledAt !== null && isSome(props.work) && <Left {...props} />}
      {mayChange && <Access {...props} />}
    </Page>
  );
}

function RoleForm({ ctx: { reader }, guard, member, roles }: MemberPageProps) {
  return (
    <Section id="role-section" title={say(reader, 'role')}>
      <form method="post" action={`/settings/members/${member.id}/role`} class="stack">
        <Guard guard={{ ...guard, once: crypto.randomUUID() }} stored={shownRole(member)} />
        <SelectField
          id="role"
          name="role"
          label={say(reader, 'role.label', { name: member.name })}
          hint={say(reader, 'role.hint')}
          value={member.role.id}
          options={roles.map((role) => ({ value: role.id, label: roleName(reader, role) }))}
        />
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(reader, 'role.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** Who takes over what somebody has in hand. */
function Heir({ ctx: { reader }, member: { name }, work, heirs, nobody }: MemberPageProps & { nobody?: boolean }) {
  return (
    <SelectField
      id="heir"
      name="heir"
      label={say(reader, 'heir')}
      hint={say(reader, nobody ? 'heir.hint' : 'heir.left', { name, work: workIn(reader, work) })}
      value={nobody ? '' : heirs[0]?.id}
      options={[
        ...(nobody ? [{ value: '', label: say(reader, 'heir.nobody') }] : []),
        ...heirs.map((one) => ({ value: one.id, label: one.name })),
      ]}
    />
  );
}

/** Somebody is gone and has something in hand still. */
function Left(props: MemberPageProps) {
  const { ctx, guard, member, heirs } = props;
  if (heirs.length === 0) return null;
  return (
    <Section id="left" title={say(ctx.reader, 'left')}>
      <form method="post" action={`/settings/members/${member.id}/handover`} class="stack">
        <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
        <Heir {...props} />
        <div class="end-bar">
          <Button type="submit" variant="primary">
            {say(ctx.reader, 'left.pass')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** Taking it away opens first and asks, without scripts as well. */
function Access(props: MemberPageProps) {
  const { ctx, guard, member, heldBy, work } = props;
  const { reader } = ctx;
  if (heldBy)
    return (
      <Section id="access" title={say(reader, 'access')}>
        <p class="meta">{say(reader, 'access.held', { name: member.name, by: heldBy })}</p>
      </Section>
    );
  const off = member.disabledAt !== null;
  const { name } = member;
  const form = (
    <form
      method="post"
      action={`/settings/members/${member.id}/${off ? 'reactivation' : 'deactivation'}`}
      class="stack snug"
    >
      <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
      <p class="meta">{say(reader, off ? 'access.off' : 'access.on', { name })}</p>
      {!off && isSome(work) && <Heir {...props} nobody />}
      <div>
        <Button type="submit" variant={off ? undefined : 'danger'} icon={off ? undefined : 'lock'}>
          {off ? say(reader, 'enable') : say(reader, 'disable.sure', { name })}
        </Button>
      </div>
    </form>
  );
  return (
    <Section id="access" title={say(reader, 'access')}>
      {off ? (
        form
      ) : (
        <Fold id="access-end" title={say(reader, 'disable')}>
          {form}
        </Fold>
      )}
    </Section>
  );
}
