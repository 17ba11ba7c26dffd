import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Side } from '#platform/rights.ts';
import { Button } from '#platform/ui/button.tsx';
import { Select, SelectField, TextField } from '#platform/ui/field.tsx';
import { KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Filters, Page, PageHead, Segmented } from '#platform/ui/page.tsx';
import { mayChangeRole, mayReach } from '../access.ts';
import { type Holders, shownRole } from '../change.ts';
import { say } from '../messages.ts';
import { type Role, roleName } from '../role.ts';
import { Matrix } from './matrix.tsx';

export interface RolesPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  side: Side;
  roles: Role[];
  /** How many people have a role, by its key. */
  people: ReadonlyMap<string, number>;
  /** The one that is looked at. */
  stored: Role;
  /** The same, as stored or as it was typed. */
  role: Role;
  holders: Holders;
  /** Open invitations and providers that would give it to somebody. */
  givers: string[];
  errors: FieldErrors;
}

/** What each role may do, side by side; one's own role among them is a form. */
export function RolesPage(props: RolesPageProps) {
  const { ctx, side, roles } = props;
  const { reader } = ctx;
  const own = roles.filter((role) => !role.builtIn).length;
  return (
    <Page width="wide">
      <PageHead title={say(reader, 'section')} lede={say(reader, 'lede', { n: roles.length - own, own })}>
        <Button href={`/settings/roles/new?side=${side}`} icon="plus">
          {say(reader, 'new')}
        </Button>
      </PageHead>
      <div class="split">
        <Segmented
          label={say(reader, 'sides')}
          items={(['member', 'contact'] as const).map((each) => ({
            label: say(reader, `side.${each}`),
            href: `/settings/roles?side=${each}`,
            current: each === side,
          }))}
        />
        <Chooser {...props} />
      </div>
      <Editing {...props} />
    </Page>
  );
}

function Chooser({ ctx: { reader }, side, roles, people, role }: RolesPageProps) {
  return (
    <Filters action="/settings/roles" submit={say(reader, 'choose')}>
      <input type="hidden" name="side" value={side} />
      <Select
        name="role"
        aria-label={say(reader, 'role')}
        value={role.id}
        options={roles.map((one) => ({
          value: one.id,
          label: say(reader, 'role.people', { name: roleName(reader, one), n: people.get(one.key) ?? 0 }),
        }))}
      />
    </Filters>
  );
}

function Editing(props: RolesPageProps) {
  const { ctx, guard, side, stored, role, errors } = props;
  const { reader, actor } = ctx;
  if (!mayChangeRole(actor, role)) {
    return (
      <>
        <Matrix {...props} editable={false} />
        <p class="meta">{say(reader, role.builtIn ? 'fixed' : 'above', { name: roleName(reader, role) })}</p>
      </>
    );
  }
  return (
    <>
      <form
        id="role-form"
        method="post"
        action={`/settings/roles/${role.id}`}
        class="stack loose"
        data-keep=""
        novalidate
      >
        <Guard guard={guard} stored={shownRole(stored)} />
        {guard.kept && !errors.name && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        <div class="grid">
          <TextField
            id="name"
            name="name"
            label={say(reader, 'name')}
            value={role.name}
            error={errors.name}
            maxlength={60}
            autocomplete="off"
            required
          />
          {side === 'member' && (
            <SelectField
              id="reach"
              name="reach"
              label={say(reader, 'reach')}
              value={role.reach}
              options={(['all', 'assigned'] as const)
                .filter((reach) => mayReach(actor, side, reach))
                .map((value) => ({ value, label: say(reader, `reach.${value}`) }))}
            />
          )}
        </div>
        <Matrix {...props} editable />
        <Affected {...props} />
        <div class="end-bar">
          <Button type="reset" variant="quiet">
            {say(reader, 'undo')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, 'save', { name: role.name })}
          </Button>
        </div>
      </form>
      <Removal {...props} />
    </>
  );
}

/** Whom it concerns; with scripts also that something is not saved yet. */
function Affected({ ctx: { reader }, holders, givers }: RolesPageProps) {
  const { n } = holders;
  const names = formatList(
    reader,
    n > holders.names.length ? [...holders.names.slice(0, 4), say(reader, 'more', { n: n - 4 })] : holders.names,
  );
  return (
    <Notice tone="info" icon="info" role="status">
      <b
        data-unsaved="role-form"
        data-one={say(reader, 'unsaved.one')}
        data-many={say(reader, 'unsaved.many', { n: '{n}' })}
        hidden
      />{' '}
      {n > 0 ? say(reader, 'affected', { names, n }) : say(reader, 'affected.none')}
      {givers.length > 0 && <> {say(reader, 'affected.given', { names: formatList(reader, givers) })}</>}
    </Notice>
  );
}

function Removal({ ctx: { reader }, guard, role, holders, givers }: RolesPageProps) {
  if (holders.n > 0 || givers.length > 0) return null;
  return (
    <form method="post" action={`/settings/roles/${role.id}/removal`} class="end-bar">
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      <Button type="submit" variant="danger" data-turbo-confirm={say(reader, 'remove.sure', { name: role.name })}>
        {say(reader, 'remove')}
      </Button>
    </form>
  );
}
