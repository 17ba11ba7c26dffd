export { panel } from './desk-routes.tsx';
export { eventKinds } from './events.ts';
export { limits } from './limits.ts';
export { ownData } from './own-data.ts';
export { addReading } from './read-before.ts';
export { room } from './routes.tsx';
export { outsiders, share } from './share.ts';
