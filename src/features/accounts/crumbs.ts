import type { Ctx } from '#platform/http/context.ts';
import type { Crumb } from '#platform/ui/shell.tsx';
import { say } from './messages.ts';

/** The way to a page about a customer. */
export const crumbsTo = ({ reader }: Ctx, account: { id: string; name: string }, ...rest: string[]): Crumb[] => [
  { label: say(reader, 'customers'), href: '/customers' },
  { label: account.name, ...(rest.length > 0 ? { href: `/customers/${account.id}` } : {}) },
  ...rest.map((label) => ({ label })),
];
