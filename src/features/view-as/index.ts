import { endTask } from './end-task.ts';

export { partOfView } from './access.ts';
export { eventKinds } from './events.ts';
export { noteSeen, sayOver, viewsClosed } from './look.ts';
export { ownData } from './own-data.ts';
export { room } from './routes.tsx';
export { settingsSections } from './section.ts';
export { addPastView } from './seeded.ts';
export { ViewBanner } from './views/banner.tsx';

export const tasks = [endTask];
