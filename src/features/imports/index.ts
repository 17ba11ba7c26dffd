export { eventKinds } from './events.ts';
export { csvOf } from './export.ts';
export { findImport, startImport, takeIn } from './import.ts';
export { ownData } from './own-data.ts';
export { limits, room } from './routes.tsx';
export { runBatch, runTask } from './run.ts';
export { readSheet } from './sheet.ts';
export { LINES_DAYS, LOOKED_AT_DAYS, tidyLists } from './tidy.ts';
