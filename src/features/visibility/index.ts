export { mayAskWhoSees, mayChooseFor, mayChooseOwn } from './access.ts';
export { changeAt } from './change.ts';
export { eventKinds } from './events.ts';
export { flagName, flagNames } from './flag-name.ts';
export { type FlagsGiven, giveFlags, peopleInTurn, peopleToAsk, type ToAsk } from './flags.ts';
export { type Colleague, colleaguesAt, type Someone, standingOf } from './people.ts';

import './readers-routes.tsx';

export { room } from './routes.tsx';
export { type Rule, ruleAt, usualRule } from './rule.ts';
export { ruleInWords } from './rule-in-words.ts';
export { settingsSections } from './settings.ts';
export {
  type Answer,
  type FindOutsiders,
  findSeen,
  installSightSubjects,
  type Seen,
  type SightSubject,
  whoSees,
} from './sight.ts';
export { ofCompany, ofOnePerson, ofTeamOnly, ofTicket, type TicketFacts, type Verdict } from './verdict.ts';
export { FlagBadges, FlagInputs, WhomToAsk } from './views/flags.tsx';
export { ReadersLink } from './views/readers-link.tsx';
