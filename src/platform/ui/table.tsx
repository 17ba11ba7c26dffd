import type { Child } from 'hono/jsx';
import { classes } from './attributes.ts';

export interface Column<T> {
  head: Child;
  /** The head is for screen readers only, as over a column of buttons. */
  quiet?: boolean | undefined;
  cell: (row: T) => Child;
  /** Numbers and actions stand at the end. */
  end?: boolean | undefined;
  /** On phones: `wide` takes its own line, `beside` the end of the first, `fold` disappears. */
  phone?: 'wide' | 'beside' | 'fold' | undefined;
  meta?: boolean | undefined;
}

/** Never more than six columns. On phones each row becomes a block. */
export function Table<T>({ caption, columns, rows }: { caption: string; columns: Column<T>[]; rows: T[] }) {
  return (
    <div class="card flush">
      <table class="table foldable">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={classes(column.end && 'end')}>
                {column.quiet ? <span class="visually-hidden">{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) => (
                <td class={classes(column.end && 'end', column.phone, column.meta && 'meta')}>{column.cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export interface StatProps {
  label: Child;
  value: Child;
  note?: Child;
}

export function Stats({ items }: { items: StatProps[] }) {
  return (
    <div class="stats">
      {items.map((item) => (
        <div class="stat">
          <span class="meta">{item.label}</span>
          <b>{item.value}</b>
          {item.note && <span class="meta">{item.note}</span>}
        </div>
      ))}
    </div>
  );
}
