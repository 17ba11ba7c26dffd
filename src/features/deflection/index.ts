import { section } from './settings-routes.tsx';
import { upkeep } from './upkeep.ts';

export { maySeeFigures } from './access.ts';
export { type Arm, armKey, armOf } from './arm.ts';
export { besideNewTicket } from './beside.tsx';
export { reactions, ticketIsThere } from './credit.ts';
export { eventKinds } from './events.ts';
export { limits } from './limits.ts';
export { ownData } from './own-data.ts';
export { room } from './routes.tsx';
export { changeRules } from './rules.ts';
export { askedAbout, openedAnswer, solvedBy } from './session.ts';
export { foundIn, suggestionsFor } from './suggest.ts';
export { settle } from './upkeep.ts';

export const settingsSections = [section];
export const chores = [upkeep];
