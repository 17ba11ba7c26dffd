export { installNeeds, type Need, type NeedProvider } from './needs.ts';
export { room } from './routes.tsx';
