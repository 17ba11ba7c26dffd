export { planInvitations } from './batch.ts';
export { eventKinds } from './events.ts';
export { ownData } from './own-data.ts';
export { room } from './routes.tsx';
export { waveTask } from './wave.ts';
