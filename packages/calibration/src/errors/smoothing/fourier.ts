interface Twiddles {
  readonly cosines: Float64Array
  readonly sines: Float64Array
}

const twiddlesBySize = new Map<number, Twiddles>()

function twiddles(size: number): Twiddles {
  const before = twiddlesBySize.get(size)
  if (before !== undefined) return before
  const half = size / 2
  const made = { cosines: new Float64Array(half), sines: new Float64Array(half) }
  for (let k = 0; k < half; k++) {
    made.cosines[k] = Math.cos((2 * Math.PI * k) / size)
    made.sines[k] = -Math.sin((2 * Math.PI * k) / size)
  }
  twiddlesBySize.set(size, made)
  return made
}

/**
 * The discrete Fourier transform in place (Cooley & Tukey 1965, radix 2).
 *
 * @param real,imaginary of equal length, a power of two
 */
export function fourierTransform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  reverseBits(real, imaginary)
  const { cosines, sines } = twiddles(size)
  for (let span = 1; span < size; span *= 2) {
    const stride = size / (2 * span)
    if (span < LEAST_RUN) {
      for (let k = 0; k < span; k++) butterflies(real, imaginary, k, span, cosines[k * stride], sines[k * stride])
    } else {
      for (let top = 0; top < size; top += 2 * span) butterflyRun(real, imaginary, top, span, cosines, sines, stride)
    }
  }
}

/** From this many butterflies on that lie side by side it is faster to do these together than those of one twiddle factor. */
const LEAST_RUN = 8

/** The butterflies of one stage that share a twiddle factor. */
function butterflies(re: Float64Array, im: Float64Array, from: number, span: number, c: number, s: number): void {
  const size = re.length
  const step = 2 * span
  for (let top = from; top < size; top += step) {
    const bottom = top + span
    const r = re[bottom] * c - im[bottom] * s
    const i = re[bottom] * s + im[bottom] * c
    re[bottom] = re[top] - r
    im[bottom] = im[top] - i
    re[top] += r
    im[top] += i
  }
}

/** The butterflies of one stage that lie side by side. */
function butterflyRun(
  re: Float64Array,
  im: Float64Array,
  from: number,
  span: number,
  cosines: Float64Array,
  sines: Float64Array,
  stride: number,
): void {
  for (let k = 0; k < span; k++) {
    const top = from + k
    const bottom = top + span
    const c = cosines[k * stride]
    const s = sines[k * stride]
    const r = re[bottom] * c - im[bottom] * s
    const i = re[bottom] * s + im[bottom] * c
    re[bottom] = re[top] - r
    im[bottom] = im[top] - i
    re[top] += r
    im[top] += i
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit
    j ^= bit
    if (i >= j) continue
    const r = real[i]
    real[i] = real[j]
    real[j] = r
    const m = imaginary[i]
    imaginary[i] = imaginary[j]
    imaginary[j] = m
  }
}

interface Extension {
  readonly real: Float64Array
  readonly imaginary: Float64Array
}

const extensionsBySize = new Map<number, Extension>()

/** Where a grid of so many cells is extended: kept, since new memory costs as much as the transform. */
function extensionOf(cells: number): Extension {
  const before = extensionsBySize.get(cells)
  if (before !== undefined) return before
  const made = { real: new Float64Array(2 * cells), imaginary: new Float64Array(2 * cells) }
  extensionsBySize.set(cells, made)
  return made
}

/**
 * Cosine coefficients `Σⱼ aⱼ cos(π k j / M)`, k = 0 … M, of two signals on the M + 1 points of a grid over [0, 1].
 *
 * Both are extended evenly, one as the real and one as the imaginary part: one transform serves two.
 */
export function cosineCoefficients(first: Float64Array, second: Float64Array): [Float64Array, Float64Array] {
  const cells = first.length - 1
  const { real, imaginary } = extensionOf(cells)
  for (let j = 1; j < cells; j++) {
    real[j] = real[2 * cells - j] = first[j] / 2
    imaginary[j] = imaginary[2 * cells - j] = second[j] / 2
  }
  real[0] = first[0]
  imaginary[0] = second[0]
  real[cells] = first[cells]
  imaginary[cells] = second[cells]
  fourierTransform(real, imaginary)
  return [real.slice(0, cells + 1), imaginary.slice(0, cells + 1)]
}
