import { setupCode } from '#features/workspaces/index.ts';
import { createPortals } from '#platform/http/portals.ts';
import type { Platform } from '#platform/platform.ts';
import { say } from './terminal.ts';

/** While there is no workspace yet: the code that its first visitor has to type. Only whoever sees this terminal has it. */
export async function hintAtSetup(platform: Platform): Promise<void> {
  if (await createPortals(platform.pool).anyWorkspace()) return;
  say(`  Open it to set up your first workspace. Setup code: ${setupCode(platform.masterKey)}`);
}
