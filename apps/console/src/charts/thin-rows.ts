/** At most `most` of some rows at even distances, the first and the last among them. */
export function thinRows<Row>(rows: readonly Row[], most: number): readonly Row[] {
  if (rows.length <= most) return rows
  return Array.from({ length: most }, (_, place) => rows[Math.round((place * (rows.length - 1)) / (most - 1))]!)
}
