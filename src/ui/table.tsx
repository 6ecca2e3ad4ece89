// Rows and columns; on a phone each row becomes a card whose lines keep their headings. The roles
// are written out because a browser drops a table's meaning once CSS shows it as blocks.

import type { Child } from 'hono/jsx'

const ROLES = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

export interface Column {
  key: string
  label: string
  numeric?: boolean | undefined
}

export function Table(props: {
  caption: string
  columns: Column[]
  rows: { cells: Record<string, Child> }[]
  /** What to say instead of a table without rows. */
  empty?: string | undefined
  /** A heading right above says the same; then only those who hear the table need it. */
  isCaptionUnseen?: boolean | undefined
}) {
  const { caption, columns, rows, empty, isCaptionUnseen } = props
  if (rows.length === 0 && empty) {
    return (
      <div class="table-empty">
        {!isCaptionUnseen && <p class="table-empty-caption">{caption}</p>}
        <p>{empty}</p>
      </div>
    )
  }
  return (
    <table class="table" {...ROLES.table}>
      <caption class={isCaptionUnseen ? 'unseen' : undefined}>{caption}</caption>
      <thead {...ROLES.rowgroup}>
        <tr {...ROLES.row}>
          {columns.map(({ label, numeric }) => (
            <th scope="col" {...ROLES.columnheader} class={numeric ? 'numeric' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...ROLES.rowgroup}>
        {rows.map(({ cells }) => (
          <tr {...ROLES.row}>
            {columns.map((column, index) => (
              <Cell {...column} isFirst={index === 0}>
                {cells[column.key]}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell(props: Column & { isFirst: boolean; children: Child }) {
  const numeric = props.numeric ? 'numeric' : undefined
  const content = <span class="cell">{props.children}</span>
  return props.isFirst ? (
    <th scope="row" {...ROLES.rowheader} class={numeric} data-label={props.label}>
      {content}
    </th>
  ) : (
    <td {...ROLES.cell} class={numeric} data-label={props.label}>
      {content}
    </td>
  )
}
