export { type Activity, accountActivity } from './activity.ts';
export { addAccount } from './add.ts';
export { colleaguesOf } from './contacts.ts';
export { eventKinds } from './events.ts';
export { room } from './routes.tsx';
export { accountLead, accountTeam, type TeamMember } from './team.ts';
export { type Turns, turnsOf } from './turns.ts';
export { ActivityList } from './views/activity-list.tsx';
export { TeamList } from './views/team-list.tsx';
