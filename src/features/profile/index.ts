export { room } from './routes.tsx';
