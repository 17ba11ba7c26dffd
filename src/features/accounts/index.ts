export { accountWall, findAccount, mayAddAccount, mayImport, mayInvite } from './access.ts';
export { type Delivery, shortNameOf } from './account.ts';
export { type Activity, accountActivity } from './activity.ts';
export { addAccount, beginAccount } from './add.ts';
export { type Alike, calledAlike, doubtOf, openedBySignUp } from './alike.ts';
export { caution } from './caution.tsx';
export { colleaguesOf } from './contacts.ts';
export { crumbsTo } from './crumbs.ts';
export { eventKinds, invitationRevoked } from './events.ts';
export { customersOf, passCustomers } from './held.ts';
export { type Changed, recordAccountsChanged, recordContactsChanged } from './many-changed.ts';
export {
  type PeopleAsked,
  peopleAsked,
  peopleCursor,
  peopleName,
  peopleRank,
  peopleWay,
  peopleWithin,
} from './people-order.ts';
export { type AccountRoom, installAccountRooms } from './rooms.ts';
export { limits, room } from './routes.tsx';
export { searchKinds } from './search-kinds.ts';
export { sightSubjects } from './sight-subjects.ts';
export { accountLead, accountTeam, type TeamMember } from './team.ts';
export { type Turns, turnsOf } from './turns.ts';
export { ActivityList } from './views/activity-list.tsx';
export { TeamList } from './views/team-list.tsx';
export { webAddress } from './web-address.ts';
