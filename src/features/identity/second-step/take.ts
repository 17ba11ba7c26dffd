import type { Ctx } from '#platform/http/context.ts';
import { endSessions } from '../end-sessions.ts';
import { removePasskeys } from '../passkeys/list.ts';
import { removeApp } from './app.ts';
import { forgetHalves } from './half.ts';
import { forgetCodes } from './recovery.ts';
import { forgetBrowsers } from './remembered.ts';

/** Takes away everything that is asked for as a second step, and ends every session. Returns how many there were. Only the system may. */
export async function takeSecondStep(ctx: Ctx, identityId: string): Promise<number> {
  await removeApp(ctx, identityId);
  await removePasskeys(ctx, identityId);
  await forgetCodes(ctx, identityId);
  await forgetBrowsers(ctx, identityId);
  await forgetHalves(ctx, identityId);
  return endSessions(ctx, [identityId]);
}
