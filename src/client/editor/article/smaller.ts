/** A column of text on a fine screen, and room to look closer: what is wider costs every reader on a phone, and shows them nothing more. */
const WIDEST = 2_000;
const QUALITY = 0.86;
/** The first bytes of a PNG say whether it moves. */
const HEAD = 4_096;

/** A photo or a picture of a screen as wide as an article needs it, the right way up; what is narrower, moves or cannot be drawn stays as it is. */
export async function smaller(file: File): Promise<File> {
  if (file.type !== 'image/jpeg' && file.type !== 'image/png') return file;
  if (file.type === 'image/png' && (await file.slice(0, HEAD).text()).includes('acTL')) return file;
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return file;
  const canvas = document.createElement('canvas');
  canvas.width = Math.min(WIDEST, bitmap.width);
  canvas.height = Math.round((bitmap.height * canvas.width) / bitmap.width);
  const isWider = bitmap.width > WIDEST;
  const draw = isWider ? canvas.getContext('2d') : null;
  if (draw) {
    draw.imageSmoothingQuality = 'high';
    draw.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }
  bitmap.close();
  if (!draw) return file;
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, file.type, QUALITY));
  return blob && blob.type === file.type && blob.size < file.size
    ? new File([blob], file.name, { type: file.type })
    : file;
}
