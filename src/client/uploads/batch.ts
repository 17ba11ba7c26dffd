import type { Terms, Upload } from './upload.ts';

const AT_ONCE = 2;

/** The uploads of one form: two travel, the others wait. */
export class Batch {
  private readonly uploads = new Set<Upload>();

  add(upload: Upload): void {
    this.uploads.add(upload);
  }

  /** Forgets what has been taken out of the page and starts what may start. */
  moveOn(terms: Terms): void {
    for (const upload of this.uploads) if (!upload.element.isConnected) this.uploads.delete(upload);
    const all = [...this.uploads];
    const free = Math.max(0, AT_ONCE - all.filter((upload) => upload.isMoving).length);
    for (const upload of all.filter((one) => one.isWaiting).slice(0, free)) upload.start(terms);
  }

  cancel(): void {
    for (const upload of [...this.uploads]) upload.cancel();
  }

  owns(row: Element): boolean {
    return [...this.uploads].some((upload) => upload.element === row);
  }

  get isBusy(): boolean {
    return [...this.uploads].some((upload) => upload.isWaiting || upload.isMoving);
  }

  get hasFailed(): boolean {
    return [...this.uploads].some((upload) => upload.failed);
  }
}
