export { holds } from './holders.ts';
export { findRole, offeredRoles, type Role, rightName, roleName, roleNote, rolesOf } from './role.ts';
