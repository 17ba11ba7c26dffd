import { section } from './section.ts';
import { importTask, lookTask } from './tasks.ts';
import { undoTask } from './undo.ts';

export type { ArticleImport } from './article-import.ts';
export { bringIn, handOver, helpCenterFolder, helpCenterZip, putAway, unfinished } from './by-hand.ts';
export { eventKinds } from './events.ts';
export { formats } from './found.ts';
export { localeOf } from './locale.ts';
export { insteadOf, OLD_ADDRESSES, thingOf } from './old-pages.ts';
export { problemWords, reportFor } from './report.ts';
export { room } from './routes.tsx';

export const settingsSections = [section];
export const tasks = [lookTask, importTask, undoTask];
export const filed = [{ table: 'article_imports', key: 'storage_key', sha256: 'sha256' }];
