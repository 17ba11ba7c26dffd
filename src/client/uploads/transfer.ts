export interface Stored {
  id: string;
  name: string;
  size: number;
}

export interface Progress {
  /** Bytes of the file sent so far. */
  moved(done: number): void;
  stored(file: Stored): void;
  /** With the server's own sentence when it gave one; without, the connection broke. */
  failed(detail: string | undefined): void;
}

export interface Destination {
  address: string;
  token: string;
  /** What makes it the same file when it is sent once more: of the first time only the answer may have been lost. */
  once?: string;
}

/** Sends one file and returns the function that breaks it off. XMLHttpRequest, since fetch reports no upload progress. */
export function transfer({ address, token, once }: Destination, file: File, progress: Progress): () => void {
  const request = new XMLHttpRequest();
  const body = new FormData();
  if (once) body.append('_once', once);
  body.append('file', file, file.name);
  request.open('POST', address);
  request.setRequestHeader('X-CSRF-Token', token);
  request.setRequestHeader('Accept', 'application/json');
  request.upload.onprogress = ({ loaded }) => progress.moved(Math.min(loaded, file.size));
  request.onerror = () => progress.failed(undefined);
  request.ontimeout = () => progress.failed(undefined);
  request.onload = () => {
    const stored = request.status < 300 ? asStored(request.responseText) : undefined;
    if (stored) progress.stored(stored);
    else progress.failed(detailOf(request.responseText));
    if (request.status === 403) document.dispatchEvent(new CustomEvent('portico:signed-out'));
  };
  request.send(body);
  return () => request.abort();
}

export function asStored(text: string): Stored | undefined {
  const { id, name, size } = parse(text);
  if (typeof id !== 'string' || typeof name !== 'string' || typeof size !== 'number') return undefined;
  return { id, name, size };
}

export function detailOf(text: string): string | undefined {
  const { detail } = parse(text);
  return typeof detail === 'string' && detail !== '' ? detail : undefined;
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
