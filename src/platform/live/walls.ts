import type { Db } from '../db/scope.ts';

/** Of these ids, those that whoever asks may see. Row-level security answers: the question is a plain select. */
export type TopicWall = (db: Db, workspaceId: string, ids: string[]) => Promise<string[]>;

type Walls = Readonly<Record<string, TopicWall>>;
let walls: Walls = {};

/** Called once, by app/features.ts: which topics are asked for when a stream opens, by their first word. Returns those of before. */
export function installTopicWalls(installed: Walls): Walls {
  const before = walls;
  walls = installed;
  return before;
}

/** A page's token outlives what its reader may see: of its topics, those that are still theirs to hear. */
export async function audible(db: Db, workspaceId: string, topics: readonly string[]): Promise<string[]> {
  const parted = topics.map((topic) => ({ topic, kind: topic.split(':')[0] ?? '', id: topic.split(':')[1] ?? '' }));
  const asked = Object.entries(walls).map(async ([kind, wall]) => {
    const ids = parted.filter((one) => one.kind === kind).map(({ id }) => id);
    return ids.length > 0 ? (await wall(db, workspaceId, ids)).map((id) => `${kind}:${id}`) : [];
  });
  const seen = new Set((await Promise.all(asked)).flat());
  return parted.filter(({ kind, id }) => !(kind in walls) || seen.has(`${kind}:${id}`)).map(({ topic }) => topic);
}
