export { seedDemo } from './demo.ts';
export { seedLarge } from './large/index.ts';
export { demoSignIns } from './sign-ins.ts';
