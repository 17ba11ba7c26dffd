import { type Role, roleName } from '#features/roles/index.ts';
import { FlagBadges, FlagInputs, type Rule, ruleInWords, type ToAsk, WhomToAsk } from '#features/visibility/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Page as PageOf } from '#platform/http/keyset.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { SearchInput, Select, SelectField } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Filters, Page, PageHead, Pagination, Section } from '#platform/ui/page.tsx';
import { Person } from '#platform/ui/people.tsx';
import { EmailField, JobTitleField, NameField } from '#platform/ui/person-fields.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { type Colleague, shownFlags, shownRole } from '../colleagues.ts';
import type { Invited } from '../invited.ts';
import { isRested } from '../letters.ts';
import { say } from '../messages.ts';
import { CompanyTabs } from './tabs.tsx';

interface PeoplePageProps {
  ctx: CtxOf<Contact>;
  guard: Guarded;
  people: PageOf<Colleague>;
  toAsk: ToAsk[];
  /** Whom the reader looks for, by name or address. */
  find: string;
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
  mayManage: boolean;
  roles: Role[];
  /** What became of the invitations, for whoever looks after the people. */
  invited: ReadonlyMap<string, Invited>;
  mails: boolean;
  /** What holds between colleagues here, and whether the reader may say otherwise. */
  rule: Rule;
  mayChoose: boolean;
}

const labels = {
  contact_name: 'people.name',
  email: 'people.email',
  title: 'people.does',
  role: 'people.role',
} as const;

export function PeoplePage(props: PeoplePageProps) {
  const { ctx, mayManage, mails } = props;
  const { reader, actor, workspace } = ctx;
  const names = { account: actor.accountName, workspace: workspace.shortName };
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'title')}
        lede={say(reader, mayManage ? 'people.lede.admin' : 'people.lede', names)}
      />
      <CompanyTabs reader={reader} current="people" />
      <div class="stack apart">
        <People {...props} />
        <Section id="whom" title={say(reader, 'whom')}>
          <WhomToAsk reader={reader} people={props.toAsk} />
        </Section>
        <Section
          id="visibility"
          title={say(reader, 'visibility')}
          more={props.mayChoose ? { label: say(reader, 'visibility.change'), href: '/company/visibility' } : undefined}
        >
          <p>{ruleInWords(reader, props.rule)}</p>
        </Section>
        {mayManage && (
          <Section id="invite" title={say(reader, 'people.invite')}>
            {mails ? <Invite {...props} /> : <p class="meta">{say(reader, 'people.noMail')}</p>}
            <p>
              <a class="link" href="/sign-on">
                {say(reader, 'people.signOn')}
              </a>
            </p>
          </Section>
        )}
      </div>
    </Page>
  );
}

/** The people, and a way to find one among many. */
function People(props: PeoplePageProps) {
  const { ctx, people, find } = props;
  const { reader } = ctx;
  const to = (name: 'before' | 'after', cursor: string | undefined) =>
    cursor && `/company?${new URLSearchParams({ ...(find ? { find } : {}), [name]: cursor })}`;
  return (
    <div class="stack">
      {(find || people.newer || people.older) && (
        <Filters action="/company" submit={say(reader, 'people.find.submit')}>
          <SearchInput
            name="find"
            value={find}
            label={say(reader, 'people.find')}
            placeholder={say(reader, 'people.find')}
          />
        </Filters>
      )}
      {people.rows.length === 0 ? (
        <p class="meta">{say(reader, 'people.none')}</p>
      ) : (
        <Card fit="flush">
          <ul class="colleagues">
            {people.rows.map((one) => (
              <Line {...props} one={one} />
            ))}
          </ul>
        </Card>
      )}
      <Pagination
        label={say(reader, 'people.pages')}
        newer={{ label: say(reader, 'people.before'), href: to('before', people.newer) }}
        older={{ label: say(reader, 'people.after'), href: to('after', people.older) }}
      />
    </div>
  );
}

function Line({ ctx, guard, one, mayManage, roles, invited, mails }: PeoplePageProps & { one: Colleague }) {
  const { reader, actor } = ctx;
  const self = one.id === actor.personId;
  const may = mayManage && !self && one.given !== null;
  const address = `/company/people/${one.id}`;
  const invitation = invited.get(one.id);
  const form = (path: string, key: 'enable' | 'remind' | 'revoke') => (
    <form method="post" action={`${address}/${path}`}>
      <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
      <Button type="submit" size="small" aria-label={say(reader, `people.${key}.label`, { name: one.name })}>
        {say(reader, `people.${key}`)}
      </Button>
    </form>
  );
  return (
    <li id={`person-${one.id}`}>
      <Person
        name={one.name}
        shown={self ? say(reader, 'people.you', { name: one.name }) : undefined}
        photo={one.photo}
        note={one.title || one.email}
        also={one.title ? one.email : undefined}
      />
      <div class="colleague-acts">
        {one.flags.length > 0 && <FlagBadges reader={reader} held={one.flags} />}
        {one.standing === 'invited' && (
          <Badge tone={invitation?.mail === 'failed' ? 'bad' : 'warn'}>{say(reader, 'people.waiting')}</Badge>
        )}
        {one.standing === 'disabled' && <Badge tone="bad">{say(reader, 'people.without')}</Badge>}
        {one.heldBy && <span class="meta">{say(reader, 'people.held', { by: one.heldBy })}</span>}
        {may && one.standing !== 'disabled' ? (
          <form method="post" action={`${address}/role`} class="cluster">
            <Guard guard={{ ...guard, once: crypto.randomUUID() }} stored={shownRole(one)} />
            <Select
              name="role"
              value={one.role}
              aria-label={say(reader, 'people.role.of', { name: one.name })}
              options={roles.map((role) => ({ value: role.key, label: roleName(reader, role) }))}
            />
            <Button type="submit" size="small" aria-label={say(reader, 'people.role.save.label', { name: one.name })}>
              {say(reader, 'people.role.save')}
            </Button>
          </form>
        ) : (
          <span class="meta">{one.may}</span>
        )}
        {may && one.standing === 'invited' && mails && mayGoAgain(ctx, invitation) && form('invitation', 'remind')}
        {may && invitation && isOpen(ctx, invitation) && form('invitation/revocation', 'revoke')}
        {may && one.standing === 'disabled' && !one.heldBy && form('reactivation', 'enable')}
      </div>
      {mayManage && one.standing === 'invited' && <p class="meta">{becameOf(ctx, invitation)}</p>}
      {mayManage && one.standing !== 'disabled' && <Flags {...{ ctx, guard, one }} />}
      {may && one.standing !== 'disabled' && <Ending {...{ ctx, guard, one }} />}
    </li>
  );
}

const isOpen = ({ now }: Pick<CtxOf<Contact>, 'now'>, { until }: Invited): boolean => until > now;

const mayGoAgain = ({ now }: Pick<CtxOf<Contact>, 'now'>, invited: Invited | undefined): boolean =>
  !invited || isRested(invited, now);

/** What became of an invitation, and until when its link works. */
function becameOf(ctx: CtxOf<Contact>, invited: Invited | undefined): string {
  const { reader } = ctx;
  if (!invited) return say(reader, 'people.mail.none');
  const words = { when: formatDate(reader, invited.sentAt), until: formatDate(reader, invited.until) };
  if (!isOpen(ctx, invited)) return say(reader, 'people.mail.over', words);
  const became = say(reader, `people.mail.${invited.mail ?? 'sent'}`, words);
  // Of what was never sent there is nothing to rest from.
  return mayGoAgain(ctx, invited) || invited.mail === 'kept' ? became : `${became} ${say(reader, 'people.rests')}`;
}

/** What somebody is for the company, behind a line that opens without scripts as well. */
function Flags({ ctx: { reader }, guard, one }: Pick<PeoplePageProps, 'ctx' | 'guard'> & { one: Colleague }) {
  return (
    <Fold class="colleague-flags" id={`flags-${one.id}`} title={say(reader, 'people.flags', { name: one.name })}>
      <form method="post" action={`/company/people/${one.id}/flags`} class="stack snug">
        <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} stored={shownFlags(one)} />
        <FlagInputs reader={reader} held={one.flags} />
        <div>
          <Button type="submit" size="small">
            {say(reader, 'people.role.save')}
          </Button>
        </div>
      </form>
    </Fold>
  );
}

/** Taking somebody's access away opens first and asks. */
function Ending({ ctx: { reader }, guard, one }: Pick<PeoplePageProps, 'ctx' | 'guard'> & { one: Colleague }) {
  const { id, name } = one;
  return (
    <Fold class="colleague-flags" id={`ending-${id}`} title={say(reader, 'people.disable.label', { name })}>
      <form method="post" action={`/company/people/${id}/deactivation`} class="stack snug">
        <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
        <p class="meta">{say(reader, one.standing === 'invited' ? 'people.disable.never' : 'people.disable.text')}</p>
        <div>
          <Button type="submit" size="small" variant="danger" icon="lock">
            {say(reader, 'people.disable.sure', { name })}
          </Button>
        </div>
      </form>
    </Fold>
  );
}

function Invite({ ctx: { reader }, guard, values, errors = {}, roles }: PeoplePageProps) {
  const shared = (name: string) => ({ id: name, name, value: values[name], error: errors[name] });
  const wrong = (Object.keys(labels) as (keyof typeof labels)[]).filter((name) => errors[name]);
  return (
    <form method="post" action="/company/people" class="stack" data-keep="" novalidate>
      <Guard guard={guard} />
      {wrong.length > 0 && (
        <ErrorSummary
          title={say(reader, 'error.summary')}
          errors={wrong.map((name) => ({ id: name, label: say(reader, labels[name]) }))}
        />
      )}
      {guard.kept && wrong.length === 0 && (
        <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
      )}
      <NameField {...shared('contact_name')} label={say(reader, 'people.name')} required />
      <EmailField {...shared('email')} label={say(reader, 'people.email')} required />
      <JobTitleField {...shared('title')} label={say(reader, 'people.does')} />
      <SelectField
        {...shared('role')}
        label={say(reader, 'people.role')}
        options={roles.map((role) => ({ value: role.key, label: roleName(reader, role) }))}
      />
      <div class="end-bar">
        <Button type="submit" variant="primary" icon="send">
          {say(reader, 'people.submit')}
        </Button>
      </div>
    </form>
  );
}
