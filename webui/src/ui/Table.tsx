import type { ReactNode } from 'react';

export interface Column<T> {
  label: string;
  cell: (row: T) => ReactNode;
  /** Numbers stand to the right. */
  numeric?: boolean;
}

interface TableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string | number;
  /** Buttons at the end of each row. */
  actions: (row: T) => ReactNode;
  actionsLabel: string;
}

/** A plain table; on narrow screens each row becomes a card whose cells carry their headings. */
export function Table<T>({ label, columns, rows, rowKey, actions, actionsLabel }: TableProps<T>) {
  return (
    <div className="table-wrap">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={column.numeric ? 'numeric' : ''}>
                {column.label}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{actionsLabel}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.label} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.label} data-label={column.label} className={column.numeric ? 'numeric tabular' : ''}>
                    {column.cell(row)}
                  </td>
                ),
              )}
              <td className="table-actions">{actions(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
