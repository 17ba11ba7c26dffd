export { eventKinds } from './events.ts';
export { room } from './routes.tsx';
export { runTask } from './run.ts';
