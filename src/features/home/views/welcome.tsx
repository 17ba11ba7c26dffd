import type { TeamMember } from '#features/accounts/index.ts';
import { mayOpen } from '#features/tickets/index.ts';
import { hasRoom } from '#platform/customer-rooms.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { may } from '#platform/rights.ts';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Need, Needs } from '#platform/ui/needs.tsx';
import { Page } from '#platform/ui/page.tsx';
import { Avatar, People } from '#platform/ui/people.tsx';
import { Turn } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';

export interface WelcomeProps {
  ctx: CtxOf<Contact>;
  lead: TeamMember | undefined;
  /** Names of people of the same account who are in already. */
  colleagues: string[];
}

/** The first screen of an account that has not asked for anything: a person, and three small things. */
export function Welcome({ ctx, lead, colleagues }: WelcomeProps) {
  const { reader, actor, workspace } = ctx;
  const name = firstNameOf(actor.name);
  return (
    <Page width="narrow" welcome>
      <div class="stack loose welcome-note">
        <div class="welcome-head">
          <Avatar name={lead?.name ?? workspace.name} photo={lead?.photo} size="large" square={!lead} />
          <div class="stack close">
            <h1>
              {lead
                ? say(reader, 'welcome.lead', { name, lead: firstNameOf(lead.name) })
                : say(reader, 'welcome.nobody', { name })}
            </h1>
            <p class="page-lede">
              {say(reader, 'welcome.lede', { account: actor.accountName, workspace: workspace.name })}
            </p>
          </div>
        </div>
        <Steps ctx={ctx} />
        <Colleagues ctx={ctx} names={colleagues} />
      </div>
    </Page>
  );
}

function Steps({ ctx }: { ctx: CtxOf<Contact> }) {
  const { reader, actor, workspace } = ctx;
  const minutes = workspace.replyPromiseMinutes;
  return (
    <Needs>
      <Need
        icon="check"
        tone="ok"
        title={say(reader, 'welcome.ready')}
        meta={say(reader, 'welcome.ready.as', { email: actor.email })}
        action={<Turn turn="done">{say(reader, 'welcome.done')}</Turn>}
      />
      {mayOpen(actor) && (
        <Need
          icon="life-buoy"
          tone="tinted"
          title={say(reader, 'welcome.ask')}
          meta={
            minutes
              ? say(reader, 'welcome.ask.promise', { time: promised(reader, minutes) })
              : say(reader, 'welcome.ask.text')
          }
          action={
            <Button variant="primary" href="/support/new">
              {say(reader, 'welcome.ask.button')}
            </Button>
          }
        />
      )}
      <Need
        icon="sun"
        title={say(reader, 'welcome.look')}
        meta={say(reader, 'welcome.look.text')}
        action={<Button popovertarget="account">{say(reader, 'welcome.look.button')}</Button>}
      />
    </Needs>
  );
}

function Colleagues({ ctx: { reader, actor }, names }: Pick<WelcomeProps, 'ctx'> & { names: string[] }) {
  const own = hasRoom(actor, 'company') && may(actor, 'colleagues.manage');
  const link = (
    <a class="link" href="/company">
      {say(reader, 'welcome.bring.link')}
    </a>
  );
  const alone = own ? say.rich(reader, 'welcome.bring', { link }) : say(reader, 'welcome.alone');
  if (names.length === 0) return <p class="meta">{alone}</p>;
  const list = formatList(reader, names.map(firstNameOf));
  return (
    <p class="cluster meta">
      <People names={names} label={formatList(reader, names)} />
      {say(reader, 'welcome.colleagues', { names: list, n: names.length })}
    </p>
  );
}

const promised = (reader: Reader, minutes: number): string =>
  minutes < 100 ? say(reader, 'minutes', { n: minutes }) : say(reader, 'hours', { n: Math.ceil(minutes / 60) });
