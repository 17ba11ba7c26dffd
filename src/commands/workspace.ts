import '#app/features.ts';
import { emailAddress, wayBackFor } from '#features/identity/index.ts';
import { makeOwner, type WhyNotOwner } from '#features/members/index.ts';
import {
  changeDetails,
  createWorkspace,
  detailFields,
  FIRST_BRAND,
  hostsOf,
  putHost,
  setClosed,
  takeHostAway,
  workspaceBegun,
} from '#features/workspaces/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { seenLine } from '#platform/http/line.ts';
import { canonicalHost } from '#platform/http/portals.ts';
import { isZone, locales } from '#platform/i18n/reader.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { byOperator } from './by-operator.ts';
import type { Command, Given } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { everyWorkspace, workspaceNamed } from './workspaces.ts';

const acts = ['list', 'create', 'rename', 'add-host', 'remove-host', 'owner', 'close', 'open'] as const;
type Act = (typeof acts)[number];

/** What each act has to be told. */
const needs: Record<Act, readonly string[]> = {
  list: [],
  create: ['name', 'host', 'email', 'owner-name'],
  rename: ['workspace', 'name'],
  'add-host': ['workspace', 'host'],
  'remove-host': ['workspace', 'host'],
  owner: ['workspace', 'email'],
  close: ['workspace'],
  open: ['workspace'],
};

export const workspaceCommand: Command = {
  name: 'workspace',
  summary: 'Lists the businesses here, adds one, renames it, gives it hosts and owners, closes it.',
  about: `  workspace list
  workspace create --name "Fern & Co" --host fern.example.com --email ann@fern.example --owner-name "Ann Lee"
  workspace rename --workspace fern.example.com --name "Fern"
  workspace add-host --workspace fern.example.com --host help.fern.example [--first]
  workspace remove-host --workspace fern.example.com --host old.fern.example
  workspace owner --workspace fern.example.com --email ben@fern.example --owner-name "Ben Okoye"
  workspace close --workspace fern.example.com

\`create\` and \`owner\` print a link that signs the owner in, once, within fifteen minutes. With the operator's host, \`owner\` adds
another operator. The name server, the proxy and its certificate must know a host before people do. \`close\` keeps everything and lets
nobody in; no mail leaves; \`open\` undoes it. All of it is written into the log of the business.`,
  argument: { name: 'act', about: `What to do: ${acts.join(', ')}.` },
  options: {
    workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' },
    name: { type: 'string', about: 'What the business is called.' },
    'short-name': { type: 'string', about: 'How it is called in a sentence; the name if left out.' },
    host: { type: 'string', about: 'A host that leads to this machine, without scheme and port.' },
    first: { type: 'boolean', about: 'The host stands in mails and links from now on.' },
    email: { type: 'string', about: 'The address the owner signs in with.' },
    'owner-name': { type: 'string', about: 'What the owner is called; may be left out for who is on the team.' },
    locale: { type: 'string', values: locales, about: 'The language of a new business; en if left out.' },
    zone: { type: 'string', about: 'Its time zone, such as Europe/Berlin; UTC if left out.' },
  },
  async run(given) {
    const asked = askedFrom(given);
    return withPlatform(async (platform) => {
      for (const line of await operateWorkspaces(platform, asked)) say(line);
    });
  },
};

interface Asked {
  act: Act;
  text: (name: string) => string;
  first: boolean;
}

/** Everything that can be wrong with what was given, before anything is opened. */
export function askedFrom(given: Given): Asked {
  const act = acts.find((one) => one === (given.act ?? 'list'));
  if (!act) throw new OperatorError(`Say what to do: ${acts.join(', ')}.`);
  const text = (name: string) => String(given[name] ?? '').trim();
  const missing = needs[act].filter((name) => text(name) === '');
  if (missing.length > 0) throw new OperatorError(`workspace ${act} needs --${missing.join(' and --')}.`);
  if (text('email') && !emailAddress(text('email')))
    throw new OperatorError(`${text('email')} is no mail address that can be used here.`);
  if (text('host') && !plainHost(text('host'))) {
    throw new OperatorError(
      `"${text('host')}" is no host: write it without scheme, port and path, as fern.example.com.`,
    );
  }
  if (text('zone') && !isZone(text('zone'))) throw new OperatorError(`There is no time zone "${text('zone')}".`);
  for (const [name, most] of Object.entries({ name: 120, 'short-name': 60, 'owner-name': 160 })) {
    if (seenLine(most, 'long', 'unseen').safeParse(text(name)).success) continue;
    throw new OperatorError(`--${name} has at most ${most} characters, and none that nobody can see.`);
  }
  return { act, text, first: given.first === true };
}

const plainHost = (typed: string): string | null => (/[:/]/.test(typed) ? null : canonicalHost(typed));

/** Does what was asked and says in lines what holds now. */
export async function operateWorkspaces(platform: Platform, asked: Asked): Promise<string[]> {
  const { act, text } = asked;
  if (act === 'list') return list(platform);
  if (act === 'create') return create(platform, asked);
  const { id } = await workspaceNamed(platform, text('workspace'));
  if (act === 'add-host') await demandFree(platform, text('host'), id);
  return byOperator(platform, id, (ctx) => verbs[act](ctx, asked));
}

async function list(platform: Platform): Promise<string[]> {
  const all = await everyWorkspace(platform);
  const lines = all.map(({ name, slug, hosts, isInstallation, isClosed }) => {
    const more = [isInstallation && 'the operator’s own', isClosed && 'closed'].filter(Boolean);
    return [`${name} (${slug})${more.map((one) => `, ${one}`).join('')}`, ...hosts.map((host) => `  ${host}`)];
  });
  return lines.length > 0 ? lines.flat() : ['There is no workspace yet: the first one is made in the browser.'];
}

async function create(platform: Platform, { text }: Asked): Promise<string[]> {
  const host = plainHost(text('host'))!;
  if (!(await everyWorkspace(platform)).some((one) => !one.isInstallation)) {
    throw new OperatorError('The first business is made in the browser, with the setup code of the terminal.');
  }
  await demandFree(platform, host);
  const { name: _, ...brand } = FIRST_BRAND;
  const { workspace } = await createWorkspace(platform, {
    name: text('name'),
    shortName: text('short-name') || undefined,
    locale: locales.find((one) => one === text('locale')) ?? 'en',
    zone: text('zone') || 'UTC',
    brand,
    hosts: [host],
  });
  return byOperator(platform, workspace.id, async (ctx) => {
    await record(ctx, workspaceBegun, { subjectId: workspace.id, accountId: null, data: {} });
    return [`${ctx.workspace.name} is at ${ctx.portal.origin}`, ...(await owner(ctx, { text }))];
  });
}

async function demandFree(platform: Platform, typed: string, but?: string): Promise<void> {
  const host = plainHost(typed)!;
  const taken = (await everyWorkspace(platform)).find((one) => one.id !== but && one.hosts.includes(host));
  if (taken) throw new OperatorError(`${host} is a host of ${taken.name} already.`);
}

type Verb = (ctx: Ctx, asked: Asked) => Promise<string[]>;

const verbs: Record<Exclude<Act, 'list' | 'create'>, Verb> = {
  rename,
  owner,
  'add-host': async (ctx, { text, first }) => {
    await putHost(ctx, plainHost(text('host'))!, first ? 'first' : 'beside');
    return hosts(ctx);
  },
  'remove-host': async (ctx, { text }) => {
    const host = plainHost(text('host'))!;
    const done = await takeHostAway(ctx, host);
    if (done === 'unknown') throw new OperatorError(`${ctx.workspace.name} has no host ${host}.`);
    if (done === 'first') {
      throw new OperatorError(`${host} is the first host of ${ctx.workspace.name}: add another with --first before.`);
    }
    return hosts(ctx);
  },
  close: async (ctx) => {
    if (ctx.workspace.isInstallation) throw new OperatorError('The operator’s own workspace is not closed.');
    return [`${ctx.workspace.name} ${(await setClosed(ctx, 'closed')) ? 'is closed' : 'was closed already'}.`];
  },
  open: async (ctx) => [`${ctx.workspace.name} ${(await setClosed(ctx, 'open')) ? 'is open again' : 'is open'}.`],
};

async function hosts(ctx: Ctx): Promise<string[]> {
  const all = await hostsOf(ctx);
  return [ctx.workspace.name, ...all.map(({ host, isPrimary }) => `  ${host}${isPrimary ? '  (first)' : ''}`)];
}

async function rename(ctx: Ctx, { text }: Asked): Promise<string[]> {
  const { workspace } = ctx;
  const parsed = detailFields.safeParse({
    ...workspace,
    name: text('name'),
    short_name: text('short-name') || text('name').slice(0, 60),
    promise: String(workspace.replyPromiseMinutes ?? ''),
  });
  if (!parsed.success) throw new OperatorError(`"${text('name')}" cannot be the name of a business.`);
  await changeDetails(ctx, parsed.data);
  return [`${workspace.name} is ${parsed.data.name} now.`];
}

const whyNot: Record<WhyNotOwner, (email: string) => string> = {
  customer: (email) => `${email} signs in for a customer there, and would see the portal from both sides.`,
  disabled: (email) => `${email} has no access any more: an owner gives it back in the settings.`,
  nameless: () => 'Say with --owner-name what the owner is called: nobody on the team has the address.',
};

async function owner(ctx: Ctx, { text }: Pick<Asked, 'text'>): Promise<string[]> {
  const email = emailAddress(text('email'))!;
  const done = await makeOwner(ctx, { email, name: text('owner-name') });
  if (done in whyNot) throw new OperatorError(whyNot[done as WhyNotOwner](email));
  const link = await wayBackFor(ctx, email);
  const said = done === 'same' ? 'is an owner already' : 'is an owner now';
  return [
    `${email} ${said}. This link works once, for 15 minutes. Give it to nobody else:`,
    `${ctx.portal.origin}${link}`,
  ];
}
