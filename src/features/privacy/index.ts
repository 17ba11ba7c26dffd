import { accountHoldRoutes } from './account-hold-routes.tsx';
import { retention } from './retention.ts';
import { room } from './routes.tsx';
import { dataSection } from './settings-routes.tsx';

export { mayForget } from './access.ts';
export { holdsOfAccount } from './account-holds.ts';
export { eventKinds } from './events.ts';
export { beginErasing, everythingHeld, type Hold, placeHold, whileNoHoldBegins } from './holds.ts';
export { changeRules } from './retention.ts';
export { HoldNotice } from './views/customer.tsx';

accountHoldRoutes(room);

export { room };

export const chores = [retention];
export const settingsSections = [dataSection];
