export { installNeeds, type Need, type NeedProvider } from './needs.ts';
export { activityRoom, room } from './routes.tsx';
