export { room } from './routes.tsx';
export {
  type Fact,
  installSettings,
  type Look,
  maySeeSettings,
  type SettingsSection,
  sectionsFor,
} from './sections.ts';
export { settingsPage } from './settings-page.tsx';
