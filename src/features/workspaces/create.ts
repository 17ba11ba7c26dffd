import type { Kysely } from 'kysely';
import { originOf } from '#platform/config.ts';
import { newId } from '#platform/db/ids.ts';
import type { DB } from '#platform/db/schema.gen.ts';
import { inScope } from '#platform/db/scope.ts';
import type { Portal, Workspace } from '#platform/http/context.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import type { Platform } from '#platform/platform.ts';
import type { Brand } from '#platform/ui/brand.ts';

/** A business to be: what is left out has a quiet default. */
export interface NewWorkspace {
  name: string;
  /** How it is called in a sentence ("With Northwind"); the name when left out. */
  shortName?: string | undefined;
  /** Lower-case letters, digits and hyphens; made from the name when left out. Unique in the installation. */
  slug?: string | undefined;
  locale: Locale;
  /** IANA time zone. */
  zone: string;
  brand: Omit<Brand, 'name'>;
  tagline?: string | undefined;
  replyPromiseMinutes?: number | undefined;
  /** Host names in canonical form; the first is the primary portal. They count as verified. */
  hosts: readonly [string, ...string[]];
  isInstallation?: boolean | undefined;
  createdAt?: Date | undefined;
}

export interface CreatedWorkspace {
  workspace: Workspace;
  portal: Portal;
}

/**
 * Creates a workspace with its portals, in a transaction of its own. For seeds and the CLI, never inside a request. Throws
 * when a slug or host is taken, or a second workspace is to be the installation's.
 */
export function createWorkspace(platform: Platform, given: NewWorkspace): Promise<CreatedWorkspace> {
  const id = newId();
  return inScope(platform.pool, { workspaceId: id, system: true }, async (db) => ({
    value: await insertWorkspace(db, platform, id, given),
    commit: true,
  }));
}

/** The same in an open transaction, whose scope must be the system in the workspace with this id. */
export async function insertWorkspace(
  db: Kysely<DB>,
  platform: Platform,
  id: string,
  given: NewWorkspace,
): Promise<CreatedWorkspace> {
  const { name, locale, zone, brand, tagline = '', replyPromiseMinutes = null } = given;
  const shortName = given.shortName ?? name.slice(0, 60);
  const slug = given.slug ?? slugOf(name, id);
  const isInstallation = given.isInstallation ?? false;
  const createdAt = given.createdAt ?? new Date();
  await db
    .insertInto('workspaces')
    .values({
      id,
      slug,
      name,
      short_name: shortName,
      locale,
      zone,
      brand: JSON.stringify(brand),
      tagline,
      reply_promise_minutes: replyPromiseMinutes,
      is_installation: isInstallation,
      created_at: createdAt,
    })
    .execute();
  const portals = given.hosts.map((host, index) => ({
    workspace_id: id,
    id: newId(),
    host,
    is_primary: index === 0,
    verified_at: createdAt,
    created_at: createdAt,
  }));
  await db.insertInto('portals').values(portals).execute();
  const [first] = portals;
  return {
    workspace: {
      id,
      slug,
      name,
      shortName,
      locale,
      zone,
      brand: { ...brand, name },
      tagline,
      replyPromiseMinutes,
      isInstallation,
    },
    portal: { id: first!.id, host: first!.host, origin: originOf(platform.config, first!.host) },
  };
}

/** A name as it may stand in an address; the end of the id keeps two businesses of one name apart. */
function slugOf(name: string, id: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${words.slice(0, 50) || 'workspace'}-${id.slice(-6)}`.replace(/--+/g, '-');
}
