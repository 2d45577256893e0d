import { thinRows } from './thin-rows.ts'

/** What a chart draws, as rows of text. */
export interface ChartRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const mostRows = 24

/** A chart's points for those who do not see it. */
export function DataTable({
  caption,
  data: { columns, rows },
}: {
  readonly caption: string
  readonly data: ChartRows
}) {
  const shown = thinRows(rows, mostRows)
  const words = shown.length < rows.length ? `${caption}: ${shown.length} of ${rows.length} points` : caption
  return (
    <div className="visually-hidden">
      <table>
        <caption>{words}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.join(' ')}>
              {row.map((cell, index) => (
                <td key={columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
