import type { Pool } from '../db/pool.ts';
import { isLocale } from '../i18n/reader.ts';
import { brandOf } from '../ui/brand.ts';
import type { Workspace } from './context.ts';

export interface KnownPortal {
  id: string;
  host: string;
  workspace: Workspace;
  /** The operator has closed it. */
  closed: boolean;
  /** The first host of the business: often this one. */
  firstHost: string;
}

interface WorkspaceRow {
  id: string;
  slug: string;
  name: string;
  short_name: string;
  locale: string;
  zone: string;
  brand: unknown;
  tagline: string;
  reply_promise_minutes: number | null;
  is_installation: boolean;
}

type Row = Omit<WorkspaceRow, 'id'> & {
  workspace_id: string;
  portal_id: string;
  host: string;
  closed: boolean;
  first_host: string | null;
};

const KEEP_MS = 10_000;
const MAX_HOSTS = 5_000;
const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * The host name a request was made for, in the one form portals are stored in: lower case, punycode, no port, no final
 * dot. Null when it is not a host name: then nothing is looked up.
 */
export function canonicalHost(header: string | undefined): string | null {
  if (!header || header.length > 300 || /[\s,/@?#\\]/.test(header)) return null;
  const bare = header
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (HOST.test(bare)) return bare;
  if (/^[\x20-\x7e]*$/.test(bare)) return null;
  try {
    return new URL(`http://${bare}`).hostname;
  } catch {
    return null;
  }
}

/** Finds portals by host, and remembers the answer (also "nobody") for ten seconds. */
export function createPortals(pool: Pool): {
  find(host: string): Promise<KnownPortal | null>;
  /** What is remembered; undefined when it has to be looked for. */
  known(host: string): KnownPortal | null | undefined;
  anyWorkspace(): Promise<boolean>;
  forget(): void;
} {
  const known = new Map<string, { until: number; portal: KnownPortal | null }>();
  const remembered = (host: string) => {
    const hit = known.get(host);
    return hit && hit.until > Date.now() ? hit.portal : undefined;
  };
  let any = false;
  /** What is being looked for: of a thousand who come at once, one asks. */
  const asked = new Map<string, Promise<KnownPortal | null>>();
  return {
    known: remembered,
    async find(host) {
      const hit = remembered(host);
      if (hit !== undefined) return hit;
      const others = asked.get(host);
      if (others) return others;
      const looking = look(pool, host);
      asked.set(host, looking);
      // Forgotten meanwhile, it may be no longer true, and is kept for nobody.
      const stands = () => asked.get(host) === looking;
      try {
        const portal = await looking;
        if (known.size >= MAX_HOSTS) known.clear();
        if (stands()) known.set(host, { until: Date.now() + KEEP_MS, portal });
        return portal;
      } finally {
        if (stands()) asked.delete(host);
      }
    },
    /** What is true once stays so: a workspace is closed, and never taken out. */
    async anyWorkspace() {
      if (!any) {
        const [row] = await pool.question<{ any: boolean }>('select app.has_workspaces() as any');
        any = row!.any;
      }
      return any;
    },
    forget() {
      known.clear();
      asked.clear();
    },
  };
}

export type Portals = ReturnType<typeof createPortals>;

async function look(pool: Pool, host: string): Promise<KnownPortal | null> {
  const [row] = await pool.question<Row>('select * from app.portal_by_host($1)', [host]);
  return row ? fromRow(row) : null;
}

const fromRow = (row: Row): KnownPortal => ({
  id: row.portal_id,
  host: row.host,
  closed: row.closed,
  firstHost: row.first_host ?? row.host,
  workspace: workspaceOf({ ...row, id: row.workspace_id }),
});

/** A workspace as requests and jobs know it, from its row. */
export const workspaceOf = (row: WorkspaceRow): Workspace => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  shortName: row.short_name,
  locale: isLocale(row.locale) ? row.locale : 'en',
  zone: row.zone,
  brand: brandOf(row.brand, row.name),
  tagline: row.tagline,
  replyPromiseMinutes: row.reply_promise_minutes,
  isInstallation: row.is_installation,
});
