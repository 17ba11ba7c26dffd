/** Tells the client that the page it is on was waited for: it posts there once, when the page is visible. */
export function MarkRead({ id }: { id: string }) {
  return <div hidden data-mark-read={`/notifications/${id}/read`} />;
}
