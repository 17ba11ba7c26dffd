/** A picture as it may be kept and shown: of the given file nothing but what draws. */
export interface Picture {
  type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml';
  content: Buffer;
  /** In pixels; for SVG in its own units. */
  width: number;
  height: number;
}

/** One of a kind that browsers show and a logo is not of, too. */
export type Bare = Omit<Picture, 'type'> & {
  type: Exclude<Picture['type'], 'image/svg+xml'> | 'image/gif' | 'image/avif';
};

/**
 * Parts that a file may have. A moving picture has some thousands, and one of tiles some hundreds; a part may be a few bytes of the file or none,
 * and takes many more here.
 */
export const MOST_PARTS = 100_000;

/** How many times as wide as high a mark is. What is wider is the name itself in its letters, and stands without the name beside it. */
export const WIDEST_MARK = 2;

/** Which of the rules for a picture was broken; `content` is all that is damaged, or more than a drawing. */
export type Unfit = 'bytes' | 'format' | 'pixels' | 'wide' | 'tall' | 'content';

/** Why a file cannot be taken as a picture: the end of a sentence that begins with the file's name. */
export class PictureError extends Error {
  override name = 'PictureError';
  readonly unfit: Unfit;
  constructor(message: string, unfit: Unfit = 'content') {
    super(message);
    this.unfit = unfit;
  }
}
