import { addReading, share } from '#features/guests/index.ts';
import { addSecondStep } from '#features/identity/index.ts';
import { weighEverybody } from '#features/segments/index.ts';
import { addUntestedConnection } from '#features/sso/index.ts';
import { addPastView } from '#features/view-as/index.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Scene } from '../play.ts';
import type { Stage } from '../stage.ts';
import type { StoryTicket } from '../story.ts';
import { answersBefore, HELD_OUT } from './answers.ts';
import { bringOver, inviteAll } from './arrivals.ts';
import { bringIn, keepClose } from './colleagues.ts';
import { crowd } from './crowd.ts';
import { fillIn, noteDown, wish } from './fields.ts';
import { helpCenter } from './help/help.ts';
import { searched } from './help/searched.ts';
import { atTheDoor } from './newcomers.ts';
import { safeguards } from './safeguards.ts';
import { sortClients } from './segments.ts';
import { askIn, hireNoor, narrow } from './team.ts';

/** What the studio did besides its tickets, each in its time: the log is in the order it was written. */
export function besidesTickets(
  stage: Stage,
  cast: Cast,
  clock: ReturnType<typeof clockOf>,
  tickets: readonly StoryTicket[],
): Scene[] {
  const maya = (when: string) => stage.as(cast.member('maya'), clock(when));
  const scene = (when: string, run: () => Promise<void>): Scene => ({ at: clock(when), run });
  // Luis has no password here: nobody who is announced is asked for a second step.
  const guard = () => {
    const { identityId } = cast.person('luis');
    return addSecondStep(stage.system(clock('41d 16:20')), { identityId, passkey: 'MacBook Pro' });
  };
  const petra = cast.person('petra') as Contact;
  return [
    scene('60d 10:00', () => hireNoor(stage, maya('60d 10:00'), clock('58d 09:00'))),
    scene('41d 16:20', guard),
    scene('34d 10:15', () => noteDown(maya('34d 10:15'), cast)),
    scene('20d 15:40', () => sortClients(maya('20d 15:40'))),
    scene('10d 09:12', () => bringOver(stage, maya('10d 09:12'), cast)),
    scene('9d 09:00', () => inviteAll(stage, maya('9d 09:00'), clock)),
    scene('5d 12:10', () => askTheLawyer(stage.as(cast.member('nora'), clock('5d 12:10')))),
    scene('1d 11:25', () => addReading(stage.system(clock('1d 11:25')), LAWYER, AT_THE_LAWYERS)),
    scene('3d 15:20', () => keepClose(maya('3d 15:20'))),
    scene('2d 09:40', () => bringIn(stage.as(petra, clock('2d 09:40')), cast.person('jannik') as Contact)),
    scene('2d 11:05', () => askIn(maya('2d 11:05'))),
    scene('3d 10:40', () => signOn(maya('3d 10:40'), (cast.person('dana') as Contact).accountId)),
    scene('2d 15:31', () => lookAs(maya('2d 15:31'), cast.person('luis') as Contact)),
    scene('1d 14:22', () => narrow(maya('1d 14:22'))),
    scene('5h10m', () => wish(stage.as(cast.person('dana') as Contact, clock('5h10m')))),
    // A seed works no jobs: what changes made of the segments is worked out at its end.
    scene('2m', () => weighEverybody(stage.system(clock('2m')))),
    ...helpCenter(stage, cast, clock),
    ...answersBefore(stage, cast, clock),
    ...crowd(stage, cast, clock, { tickets, heldOut: HELD_OUT }),
    searched(stage, clock),
    ...atTheDoor(stage, cast, clock),
    ...safeguards(stage, cast, clock),
    ...fillIn(stage, cast, clock),
  ];
}

/** Acme wants to sign in with its own Okta; it waits for their administrator. */
const signOn = (maya: CtxOf<Member>, acme: string): Promise<void> =>
  addUntestedConnection(maya, acme, { name: 'Okta', domain: 'acmerobotics.com', host: 'acme.okta.example' });

/** Maya looks up what Luis means on the phone. */
const lookAs = (maya: CtxOf<Member>, luis: Contact): Promise<void> =>
  addPastView(maya, {
    accountId: luis.accountId,
    contactId: luis.personId,
    pages: ['/', '/support', '/company'],
    minutes: 6,
  });

const LAWYER = 'kanzlei@brightfield.example';
const AT_THE_LAWYERS = {
  id: 'seed',
  ip: '203.0.113.87',
  agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
};

/** Brightfield's lawyer has no account, and reads the one conversation that waits for her. */
async function askTheLawyer(nora: CtxOf<Member>): Promise<void> {
  const done = await share(nora, '1449', LAWYER, 14);
  if (done !== 'sent') throw new Error(`the lawyer was not written to: ${done}`);
}
