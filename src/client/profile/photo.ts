import { delegate } from '../delegate.ts';

/** As large as any avatar on a fine screen, and a little more. */
const SIDE = 256;
const QUALITY = 0.86;

/** A photo that was chosen is made small and square, the right way up, and sent: phones take pictures of many megabytes. */
export function sendPhotos(): void {
  delegate('change', 'form[data-photo] input[type=file]', async (_event, element) => {
    const input = element as HTMLInputElement;
    const [file] = input.files ?? [];
    if (!file) return;
    const small = await made(file).catch(() => undefined);
    // What this browser cannot read the server will refuse in words.
    if (small) input.files = small;
    input.form?.requestSubmit();
  });
}

async function made(file: File): Promise<FileList> {
  const bitmap = await createImageBitmap(file);
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const draw = canvas.getContext('2d');
  if (!draw) throw new Error('no canvas');
  // Behind a picture that lets something through.
  draw.fillStyle = '#fff';
  draw.fillRect(0, 0, SIDE, SIDE);
  draw.imageSmoothingQuality = 'high';
  draw.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  bitmap.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  if (!blob) throw new Error('no picture');
  const transfer = new DataTransfer();
  transfer.items.add(new File([blob], 'photo.jpg', { type: 'image/jpeg' }));
  return transfer.files;
}
