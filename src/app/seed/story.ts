import type { Flag } from '#platform/flags.ts';
import type { Contact, Ctx, Member } from '#platform/http/context.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import type { Brand } from '#platform/ui/brand.ts';
import type { When } from './clock.ts';
import type { FileName } from './files.ts';

/** A workspace of the demo as it is written down: people and what they said. `key`s are how the steps name people. */
export interface Story {
  id: string;
  slug: string;
  name: string;
  shortName: string;
  tagline: string;
  zone: string;
  brand: Omit<Brand, 'name' | 'logoLight' | 'logoDark'>;
  /** SVG, looked through like anybody's. */
  logos?: { light: string; dark: string };
  replyPromiseMinutes: number | null;
  isInstallation?: boolean;
  members: StoryMember[];
  accounts: StoryAccount[];
  tickets: StoryTicket[];
}

/** A browser somebody is still signed in with: what it says of itself, its network address, since when, and last seen. */
export interface StorySession {
  browser: keyof typeof browsers;
  ip: string;
  since: When;
  seen: When;
  by?: 'password' | 'link';
}

export const browsers = {
  chromeOnMac:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  safariOnPhone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  edgeOnWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  firefoxOnLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
};

export interface StoryMember {
  key: string;
  name: string;
  email: string;
  title: string;
  role: Member['role'];
  password?: string;
  phone?: string;
  sessions?: StorySession[];
}

export interface StoryAccount {
  name: string;
  shortName: string;
  plan: string;
  since: When;
  /** Members and what they do for this account, the lead first. */
  team: [member: string, role: string][];
  contacts: StoryContact[];
}

export interface StoryContact {
  key: string;
  /** Draws the id of their login, where something is decided by it. */
  draw?: (ctx: Ctx) => string;
  name: string;
  email: string;
  title: string;
  role: Contact['role'];
  locale?: Locale;
  password?: string;
  phone?: string;
  flags?: Flag[];
  sessions?: StorySession[];
  /** Invited then and not in yet; everybody else has joined. */
  invited?: { by: string; at: When; message: string };
}

export interface StoryTicket {
  number: number;
  by: string;
  at: When;
  subject: string;
  urgency: 'question' | 'slows' | 'blocks';
  text: string;
  files?: FileName[];
  steps: Step[];
}

export type Step = { by: string; at: When } & (
  | { does: 'reply' | 'note'; text: string; outcome?: 'wait' | 'keep' | 'solve'; files?: FileName[] }
  | { does: 'assign'; to: string }
  | {
      does: 'triage';
      status?: 'open' | 'pending' | 'on_hold' | 'closed';
      priority?: 'low' | 'normal' | 'high' | 'urgent';
    }
  | { does: 'solve' | 'reopen' }
);

type Words = { outcome?: 'wait' | 'keep' | 'solve'; files?: FileName[] };

export const reply = (by: string, at: When, text: string, more: Words = {}): Step => ({
  by,
  at,
  does: 'reply',
  text,
  ...more,
});
/** The team's last word. */
export const answer = (by: string, at: When, text: string, files: FileName[] = []): Step =>
  reply(by, at, text, { outcome: 'solve', files });
export const note = (by: string, at: When, text: string): Step => ({ by, at, does: 'note', text });
export const assign = (by: string, at: When, to: string): Step => ({ by, at, does: 'assign', to });
export const triage = (by: string, at: When, to: Pick<Step & { does: 'triage' }, 'status' | 'priority'>): Step => ({
  by,
  at,
  does: 'triage',
  ...to,
});
export const solve = (by: string, at: When): Step => ({ by, at, does: 'solve' });
export const reopen = (by: string, at: When): Step => ({ by, at, does: 'reopen' });
