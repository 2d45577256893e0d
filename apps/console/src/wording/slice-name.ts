/** How a slice is called where people read it: the evidence calls the whole `all`. */
export function sliceName(slice: string): string {
  return slice === 'all' ? 'all rows' : slice
}
