export { type BrandChange, changeBrand, findLogo, type LogoMode, rebrand } from './brand.ts';
export { type CreatedWorkspace, createWorkspace, insertWorkspace, type NewWorkspace } from './create.ts';
export { eventKinds } from './events.ts';
export { firstRun } from './first-run.tsx';
export { installationOverview } from './installation-overview.tsx';
export { settingsSections } from './settings.ts';
export { room } from './settings-routes.tsx';
export { setupCode } from './setup-code.ts';
