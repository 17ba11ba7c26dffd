import type { Db } from '../db/scope.ts';

/** Of these ids, those that whoever asks may see. Row-level security answers: the question is a plain select. */
export type TopicWall = (db: Db, workspaceId: string, ids: string[]) => Promise<string[]>;

let walls: Readonly<Record<string, TopicWall>> = {};

/** Called once, by app/features.ts: which topics are asked for when a stream opens, by their first word. */
export function installTopicWalls(installed: Readonly<Record<string, TopicWall>>): void {
  walls = installed;
}

/** A page's token outlives what its reader may see: of its topics, those that are still theirs to hear. */
export async function audible(db: Db, workspaceId: string, topics: readonly string[]): Promise<string[]> {
  const parted = topics.map((topic) => ({ topic, kind: topic.split(':')[0] ?? '', id: topic.split(':')[1] ?? '' }));
  const seen = new Set<string>();
  for (const [kind, wall] of Object.entries(walls)) {
    const ids = parted.filter((one) => one.kind === kind).map(({ id }) => id);
    if (ids.length > 0) for (const id of await wall(db, workspaceId, ids)) seen.add(`${kind}:${id}`);
  }
  return parted.filter(({ kind, id }) => !(kind in walls) || seen.has(`${kind}:${id}`)).map(({ topic }) => topic);
}
