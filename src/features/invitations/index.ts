export { planInvitations } from './batch.ts';
export { eventKinds } from './events.ts';
export { room } from './routes.tsx';
export { waveTask } from './wave.ts';
