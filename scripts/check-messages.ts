/**
 * Finds messages nobody says, keys no catalog has, translations that do not match, and words written straight into
 * views. Prints one line per problem and ends with exit code 1 when there is any.
 */
import path from 'node:path';
import { catalogProblems, readCatalogs } from './messages/catalogs.ts';
import { rawTextProblems } from './messages/raw-text.ts';
import { readSources } from './messages/source.ts';
import { useProblems } from './messages/uses.ts';

export async function checkMessages(root: string): Promise<{ problems: string[]; summary: string }> {
  const catalogs = await readCatalogs(root);
  const sources = readSources(root);
  const problems = [...catalogProblems(catalogs), ...useProblems(root, catalogs, sources), ...rawTextProblems(sources)];
  const messages = catalogs.reduce((sum, catalog) => sum + Object.keys(catalog.messages.en).length, 0);
  return { problems, summary: `${messages} messages in ${catalogs.length} catalogs, ${problems.length} problems` };
}

if (import.meta.main) {
  const { problems, summary } = await checkMessages(path.resolve(import.meta.dirname, '..'));
  for (const problem of problems) console.error(problem);
  console.log(summary);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
