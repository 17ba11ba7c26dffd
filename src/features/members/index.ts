export { openTeamInvitation } from './accept.ts';
export { eventKinds } from './events.ts';
export { inviteMember } from './invite.ts';
export { notificationKinds, reactions } from './leaving.tsx';
export { makeOwner, type WhyNotOwner } from './owner.ts';
export { room } from './routes.tsx';
export { searchKind } from './search-kind.ts';
export { settingsSections } from './settings.ts';
