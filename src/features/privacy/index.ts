import { retention } from './retention.ts';
import { dataSection } from './settings-routes.tsx';

export { eventKinds } from './events.ts';
export { room } from './routes.tsx';

export const chores = [retention];
export const settingsSections = [dataSection];
