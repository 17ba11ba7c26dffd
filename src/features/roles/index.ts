export { isWithin } from './access.ts';
export { addRole, changeRole } from './change.ts';
export { eventKinds } from './events.ts';
export { holds } from './holders.ts';
export { installProof } from './proof.ts';
export { findRole, letsOthersIn, type Role, rightName, roleName, roleNote, rolesOf } from './role.ts';
export { room } from './routes.tsx';
export { settingsSections } from './settings.ts';
