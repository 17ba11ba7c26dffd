import { z } from 'zod';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { MAX_PICTURE_BYTES, SIDES, WIDEST_WORDS } from '#platform/picture/clean.ts';
import { PictureError, type Unfit } from '#platform/picture/picture.ts';
import { stagedPicture } from '#platform/picture/staged.ts';
import { may } from '#platform/rights.ts';
import type { StagedFile } from '#platform/storage/file-store.ts';
import type { Brand } from '#platform/ui/brand.ts';
import { brandColors } from '#platform/ui/brand-colors.ts';
import { linearFromHex, luminance } from '#platform/ui/color-space.ts';
import { type BrandChange, type LogoMode, rebrand } from './brand.ts';

export const radii = ['square', 'soft', 'round'] as const;
export const fonts = ['inter', 'system', 'serif'] as const;

export const designFields = z.object({
  color: z
    .string('error.color')
    .trim()
    .regex(/^#[0-9a-f]{6}$/i, 'error.color')
    .transform((color) => color.toLowerCase()),
  radius: z.enum(radii, 'error.radius'),
  font: z.enum(fonts, 'error.font'),
});

/** How the portal looks at this moment, which a page may not know yet; and nobody else changes it until this transaction is over. */
export async function lockDesign({ db, workspace }: Ctx): Promise<Shown> {
  const { brand } = await db
    .selectFrom('workspaces')
    .select('brand')
    .where('id', '=', workspace.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return shownDesign({ ...workspace.brand, ...(brand as object) });
}

/** What its form shows of it. */
export const shownDesign = ({ color, radius, font }: Brand) => ({ color, radius, font });

/** Somebody who may changes how the portal looks. From here on the transaction is the system's: a logo is public. */
export async function redesign(ctx: Ctx, change: BrandChange): Promise<boolean> {
  demand(may(ctx.actor, 'settings.manage'));
  await elevate(ctx.db, ctx.workspace.id);
  return rebrand(ctx, change);
}

/** What the words about logos count with. */
export const LOGO_LIMITS = { kb: MAX_PICTURE_BYTES / 1024, ...SIDES, widest: WIDEST_WORDS };

/** Takes a logo. Returns which rule it breaks when it is no picture we take. */
export async function changeLogo(ctx: Ctx, mode: LogoMode, staged: StagedFile): Promise<Unfit | null> {
  demand(may(ctx.actor, 'settings.manage'));
  const picture = await stagedPicture(ctx.platform.files.of(ctx.workspace.id), staged);
  if (picture instanceof PictureError) return picture.unfit;
  await redesign(ctx, { [mode]: picture });
  return null;
}

/** The least contrast of text on buttons and of links, over light and dark. */
export function contrasts(color: string): { button: number; link: number } {
  const { light, dark } = brandColors(color);
  const both = [light, dark];
  return {
    button: Math.min(...both.map((roles) => contrast(roles.brandFill, roles.onBrand))),
    link: Math.min(...both.map((roles) => contrast(roles.brandInk, roles.surface))),
  };
}

function contrast(a: string, b: string): number {
  const [high, low] = [a, b].map((color) => luminance(linearFromHex(color)) + 0.05).sort((x, y) => y - x);
  return high! / low!;
}
