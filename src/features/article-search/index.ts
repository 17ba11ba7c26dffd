export { draftKind } from './drafts.ts';
export { indexArticles, indexNewTexts } from './entries.ts';
export { fromSearch, queue } from './in-vain.tsx';
export { searchKind } from './kind.ts';
export { room } from './routes.tsx';
