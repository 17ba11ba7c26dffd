import type { Reader } from '#platform/i18n/reader.ts';
import { builtIn } from '#platform/rights.ts';
import { say } from './messages.ts';

export interface RoleChoice {
  value: string;
  label: string;
}

/** The roles a provider may give; being an owner is for people to decide. */
export const rolesToGive = (reader: Reader, accountId: string | null): RoleChoice[] =>
  Object.keys(builtIn[accountId === null ? 'member' : 'contact'])
    .filter((key) => key !== 'owner')
    .map((value) => ({ value, label: roleLabel(reader, value) }));

export const roleLabel = (reader: Reader, key: string): string => say(reader, `role.${key}` as 'role.agent');
