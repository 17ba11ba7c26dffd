export { eventKinds } from './events.ts';
export { limits, room, switchRoom } from './routes.tsx';
export { isHere, type OwnAccount, ownAccounts, ownAccountsOf } from './switch.ts';
