import { ReadersLink } from '#features/visibility/index.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatList } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Select } from '#platform/ui/field.tsx';
import { Section } from '#platform/ui/page.tsx';
import { Person } from '#platform/ui/people.tsx';
import { say } from '../messages.ts';
import type { Sharing } from '../sharing.ts';
import type { Ticket } from '../ticket.ts';

interface SharedWithProps {
  ctx: CtxOf<Contact | Member>;
  guard: Guarded;
  ticket: Ticket;
  sharing: Sharing;
  account: string;
}

/** Who at the customer sees a ticket, who is named on it, and what its reader may change about that. */
export function SharedWith(props: SharedWithProps) {
  const { ctx, ticket, sharing } = props;
  const { reader, actor } = ctx;
  return (
    <Section id="shared" title={say(reader, 'shared')}>
      <p id="shared-with">{inWords(props)}</p>
      {sharing.outside > 0 && <p id="shared-outside">{say(reader, 'shared.outside', { n: sharing.outside })}</p>}
      {sharing.named.length > 0 && (
        <ul class="people-list" id="named">
          {sharing.named.map((person) => (
            <li>
              <Person
                name={person.name}
                photo={person.photo}
                note={sees(sharing, person.id) ? undefined : say(reader, 'people.gone')}
              >
                {(sharing.mayName || person.id === actor.personId) && <Removal {...props} person={person} />}
              </Person>
            </li>
          ))}
        </ul>
      )}
      {sharing.mayName && sharing.nameable.length > 0 && <Naming {...props} />}
      {sharing.mayNarrow && <Narrowing {...props} />}
      <ReadersLink reader={reader} actor={actor} kind="ticket" id={ticket.id} />
    </Section>
  );
}

/** Named, and by now somewhere else, or without access: what they may see is not this any more. */
const sees = ({ who, waiting }: Sharing, id: string): boolean =>
  [...who, ...waiting].some((reader) => reader.id === id);

const FEW = 4;

/** "You, Mira and the team at Northwind can see this." */
function inWords({ ctx: { reader, actor, workspace }, sharing, account }: SharedWithProps): string {
  const team = say(reader, 'shared.team', { workspace: workspace.shortName });
  if (sharing.everyone) return say(reader, 'shared.everyone', { account, team });
  // Whoever is named belongs into the sentence before they have joined, too.
  const readers = [...sharing.who, ...sharing.waiting];
  const others = readers.filter(({ id }) => id !== actor.personId).map(({ name }) => name);
  const self = readers.length > others.length ? [say(reader, 'thread.you')] : [];
  const more = others.length - FEW;
  const shown = more > 1 ? [...others.slice(0, FEW), say(reader, 'shared.more', { n: more })] : others;
  const list = [...self, ...shown, team];
  return say(reader, 'shared.list', { list: formatList(reader, list), n: list.length });
}

function Removal(props: SharedWithProps & { person: { id: string; name: string } }) {
  const { ctx, guard, person } = props;
  const self = person.id === ctx.actor.personId;
  return (
    <form method="post" action={`${addressOf(props)}/people/${person.id}/removal`}>
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      <Button
        type="submit"
        size="small"
        variant="quiet"
        aria-label={self ? undefined : say(ctx.reader, 'people.takeOff.label', { name: person.name })}
      >
        {say(ctx.reader, self ? 'people.leave' : 'people.takeOff')}
      </Button>
    </form>
  );
}

function Naming(props: SharedWithProps) {
  const { ctx, guard, sharing } = props;
  return (
    <form method="post" action={`${addressOf(props)}/people`} class="cluster naming" id="naming">
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      <Select
        name="person"
        aria-label={say(ctx.reader, 'people.who')}
        options={sharing.nameable.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button type="submit" size="small" icon="user-plus">
        {say(ctx.reader, 'people.name')}
      </Button>
    </form>
  );
}

function Narrowing(props: SharedWithProps) {
  const { ctx, guard, sharing } = props;
  const { reader, actor } = ctx;
  const key = sharing.narrowed ? 'people.widen' : actor.kind === 'member' ? 'people.narrow.team' : 'people.narrow';
  return (
    <form method="post" action={`${addressOf(props)}/narrowing`} id="narrowing">
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      <input type="hidden" name="to" value={sharing.narrowed ? 'usual' : 'named'} />
      <Button type="submit" size="small" icon={sharing.narrowed ? 'users' : 'lock'}>
        {say(reader, key)}
      </Button>
    </form>
  );
}

const addressOf = ({ ctx, ticket }: SharedWithProps): string =>
  `${ctx.actor.kind === 'contact' ? '/support' : '/inbox'}/${ticket.number}`;
