// The server sends a ping every 20 s. A connection that died without a sign stays "open" for minutes otherwise.
const SILENCE = 35_000;

export interface Hearing {
  hello(build: string): void;
  refresh(cause: string | undefined): void;
  /** With the reason when the server said goodbye: 'session' when the person was signed out. */
  lost(reason: string | undefined): void;
}

/** Opens the event stream for a token and returns the function that closes it. `lost` is called at most once. */
export function openStream(token: string, since: string | undefined, hearing: Hearing): () => void {
  const query = new URLSearchParams({ t: token, ...(since && { since }) });
  const source = new EventSource(`/live?${query}`);
  let watch = 0;

  function close(): void {
    clearTimeout(watch);
    source.close();
  }
  function lose(reason?: string): void {
    close();
    hearing.lost(reason);
  }
  function heard(): void {
    clearTimeout(watch);
    watch = window.setTimeout(lose, SILENCE);
  }
  function on(type: string, react?: (data: Record<string, unknown>) => void): void {
    source.addEventListener(type, (event: MessageEvent<string>) => {
      heard();
      react?.(parse(event.data));
    });
  }

  source.onopen = heard;
  // EventSource would retry by itself, every few seconds and all clients alike; the caller does it with a backoff.
  source.onerror = () => lose();
  on('ping');
  on('hello', ({ build }) => hearing.hello(String(build ?? '')));
  on('refresh', ({ by }) => hearing.refresh(typeof by === 'string' ? by : undefined));
  on('bye', ({ reason }) => lose(String(reason ?? '')));
  heard();
  return close;
}

function parse(data: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
