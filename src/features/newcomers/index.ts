import { reactions as notices, notificationKinds } from './notices.tsx';
import { sendProof } from './send-proof.tsx';
import { section } from './settings-routes.tsx';

export { addNewcomer } from './asked-before.ts';
export { addDomain } from './domains.ts';
export { eventKinds } from './events.ts';
export { DECISION_DAYS, forgetDecided } from './forget.ts';
export { limits } from './limits.ts';
export { ownData } from './own-data.ts';
export { room } from './routes.tsx';
export { changeSignUpRules, offersSignUp } from './rules.ts';
export { mayDecide, newcomersWaiting } from './waiting.ts';
export { notificationKinds };

export const reactions = [sendProof, ...notices];
export const settingsSections = [section];
