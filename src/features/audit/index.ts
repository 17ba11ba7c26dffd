import { checkTask, nightlyCheck } from './check.ts';

export { maySeeLog } from './access.ts';
export { eventKinds } from './events.ts';
export { room } from './routes.tsx';

export const tasks = [checkTask];
export const chores = [nightlyCheck];
