export { eventKinds } from './events.ts';
export { inviteMember } from './invite.ts';
export { room } from './routes.tsx';
export { settingsSections } from './settings.ts';
