import { addDomain, addNewcomer, changeSignUpRules } from '#features/newcomers/index.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Scene } from '../play.ts';
import type { Stage } from '../stage.ts';

/** Whoever asks waits for the studio; two people do. One of them writes from a domain of a customer. */
export function atTheDoor(stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Scene[] {
  const scene = (when: string, run: (at: Date) => Promise<void>): Scene => ({
    at: clock(when),
    run: () => run(clock(when)),
  });
  return [
    scene('20d 16:05', async (at) => {
      const maya = stage.as(cast.member('maya'), at);
      const rules = { mode: 'moderated', attaches: true, role: 'viewer', first_role: 'account_admin' } as const;
      await changeSignUpRules(maya, { ...rules, terms_url: '' });
      const acme = cast.person('dana');
      await addDomain(maya, 'acmerobotics.com', 'accountId' in acme ? acme.accountId : '');
    }),
    scene('1d 16:41', (at) =>
      addNewcomer(stage.system(at), {
        name: 'Tomasz Wrona',
        company: 'Acme Robotics',
        email: 'tomasz.wrona@acmerobotics.com',
        at,
      }),
    ),
    scene('3h20m', (at) =>
      addNewcomer(stage.system(at), {
        name: 'Imani Okoro',
        company: 'Saltbox Bakery',
        email: 'imani@saltboxbakery.com',
        at,
      }),
    ),
  ];
}
