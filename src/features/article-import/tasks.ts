import { z } from 'zod';
import { defineTask } from '#platform/jobs/task.ts';

const payload = z.object({ workspace: z.uuid(), import: z.uuid() });

// What reads archives, Markdown and YAML is loaded by the process that needs it, when it does: every other is smaller without.
export const lookTask = defineTask({
  name: 'articles.look',
  payload,
  run: async (platform, { workspace, import: id }) => (await import('./look.ts')).look(platform, workspace, id),
});

export const importTask = defineTask({
  name: 'articles.import',
  payload,
  run: async (platform, { workspace, import: id }) => (await import('./run.ts')).runImport(platform, workspace, id),
});
