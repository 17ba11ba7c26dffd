export { keptPages } from './kept.ts';
export { room } from './routes.tsx';
export { limits } from './search-routes.tsx';
