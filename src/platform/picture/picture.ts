/** A picture as it may be kept and shown: nothing but the picture, written anew from what was found in the given file. */
export interface Picture {
  type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml';
  content: Buffer;
  /** In pixels; for SVG in its own units. */
  width: number;
  height: number;
}

/** Why a file cannot be taken as a picture: the end of a sentence that begins with the file's name. */
export class PictureError extends Error {
  override name = 'PictureError';
}
