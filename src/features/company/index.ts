export { eventKinds } from './events.ts';
export { limits, room } from './routes.tsx';
export { isHere, type OwnAccount, ownAccounts } from './switch.ts';
