export { keptPages } from './kept.ts';
export { room } from './routes.tsx';
