export { seedDemo } from './demo.ts';
export { type Progress, people, type Size, seedArticles, seedLarge, sizes } from './large/index.ts';
export { demoSignIns, passwords } from './sign-ins.ts';
