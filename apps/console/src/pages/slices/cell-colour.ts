/** How strong a cell's colour is, from −1 (room to spare) to 1 (harm), next to the strongest on the map. */
export function colourStrength(harm: number | null, harms: readonly (number | null)[]): number {
  if (harm === null) return 0
  const most = Math.max(...harms.map((one) => Math.abs(one ?? 0)))
  return most === 0 ? 0 : harm / most
}
