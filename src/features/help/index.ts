import { section } from './settings.ts';

export { eventKinds } from './events.ts';
export { type KeptPages, keptPages, mayBeKept } from './kept.ts';
export { limits } from './limits.ts';
export { looks } from './looks.tsx';
export { oldRoom } from './old-addresses.ts';
export { ownData } from './own-data.ts';
export { notificationKinds, reactions } from './reactions.tsx';
export { unhelpfulQueue } from './readers-routes.tsx';
export { room } from './routes.tsx';
export { vote } from './vote.ts';

export const settingsSections = [section];
