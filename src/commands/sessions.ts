import { changeLimits } from '#features/identity/index.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { byOperator } from './by-operator.ts';
import type { Command, Given } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { workspaceNamed } from './workspaces.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const UNITS: Record<string, number> = { m: 1, h: HOUR, d: DAY };
/** What the table allows, in minutes. */
const LONGEST = { least: HOUR, most: 30 * DAY };
const IDLE = { least: 15, most: 30 * DAY };

/** In minutes; idle null for never, undefined for what stays as it is. */
export interface SessionLimits {
  longest?: number | undefined;
  idle?: number | null | undefined;
}

export const sessionsCommand: Command = {
  name: 'sessions',
  summary: 'Shows how long a sign-in lasts in a workspace, or changes it.',
  about: `A session ends so long after it began, and so long after it was last used. What is given holds at once, also for
those who are signed in: whoever is beyond it signs in again, and what they were writing is kept for them.`,
  options: {
    workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' },
    longest: { type: 'string', about: 'How long at most: hours or days, such as 12h or 30d (at most 30d).' },
    idle: { type: 'string', about: 'How long without use: such as 30m, 8h or 7d (at least 15m), or "off".' },
  },
  async run(given) {
    // Everything that can be wrong with what was given is said before anything is opened.
    const limits = limitsFrom(given);
    return withPlatform(async (platform) => {
      for (const line of await limitSessions(platform, given.workspace, limits)) say(line);
    });
  },
};

/** Changes one workspace's limits and says in lines what holds now. */
export async function limitSessions(
  platform: Platform,
  named: Given[string],
  { longest, idle }: SessionLimits,
): Promise<string[]> {
  const { id } = await workspaceNamed(platform, typeof named === 'string' ? named : '');
  return byOperator(platform, id, async (ctx) => {
    const given = { sessionHours: longest === undefined ? undefined : longest / HOUR, idleMinutes: idle };
    const { sessionHours, idleMinutes } = await changeLimits(
      { ...ctx, request: { ...ctx.request, id: 'sessions' } },
      given,
    );
    return [
      ctx.workspace.name,
      `  longest  ${spoken(sessionHours * HOUR)}`,
      `  idle     ${idleMinutes === null ? 'off' : spoken(idleMinutes)}`,
    ];
  });
}

export function limitsFrom(given: Given): SessionLimits {
  const longest = minutesIn(given, 'longest', LONGEST);
  if (longest !== undefined && longest % HOUR !== 0) throw new OperatorError('--longest is whole hours or days.');
  return { longest, idle: given.idle === 'off' ? null : minutesIn(given, 'idle', IDLE) };
}

function minutesIn(given: Given, option: string, { least, most }: { least: number; most: number }): number | undefined {
  const text = given[option];
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d{1,5})([mhd])$/.exec(String(text)) ?? [];
  const minutes = Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (minutes >= least && minutes <= most) return minutes;
  throw new OperatorError(`--${option} is from ${spoken(least)} to ${spoken(most)}, not "${text}".`);
}

/** 720 minutes are 12h, and read back as what can be given. */
function spoken(minutes: number): string {
  if (minutes % DAY === 0) return `${minutes / DAY}d`;
  return minutes % HOUR === 0 ? `${minutes / HOUR}h` : `${minutes}m`;
}
