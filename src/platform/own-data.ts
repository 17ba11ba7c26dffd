import { sql } from 'kysely';
import type { Db } from './db/scope.ts';

/** Somebody who takes their data along. */
export interface Person {
  workspaceId: string;
  identityId: string;
  kind: 'contact' | 'member';
  /** The member or contact row. */
  personId: string;
  accountId: string | null;
  /** The address of the row, where its login may not say it; without one the login's is meant. */
  email?: string;
}

/** A row as it is given away; `id` orders them. */
export type OwnRow = { id: string } & Record<string, unknown>;

/** A file of theirs, with where its content lies. */
export interface OwnFile {
  id: string;
  name: string;
  key: string;
  bytes: number;
}

/** One kind of what a feature knows of a person. */
export interface OwnData {
  /** Its name in the file. */
  name: string;
  /** Rows of this person after an id, in the order of ids; none when there are no more. Names the person itself. */
  page(db: Db, person: Person, after: string, limit: number): Promise<OwnRow[]>;
  /** The contents that belong to it, for an archive: in the order of ids, read as `page` is. */
  contents?(db: Db, person: Person, after: string, limit: number): Promise<OwnFile[]>;
  /** For what the walls keep from the person but is theirs: the system reads. */
  asSystem?: boolean;
  /** For the copy that the team takes, and not for the person's own: it may hold what they are not shown. */
  only?: 'team';
  /** What its rows hang on. Who has entries at several customers is asked for each entry, each address, or (without this) each login. */
  of?: 'entry' | 'address';
}

/** The address that somebody's traces from before they had access are known by. */
export const addressOf = ({ workspaceId, identityId, email }: Person) =>
  sql<string>`coalesce(${email ?? null}::citext, (select i.email from identities i
    where i.workspace_id = ${workspaceId} and i.id = ${identityId}))`;
