/** How far a model's probabilities can be trusted on one dataset, and what each calibrator would make of them: numbers to draw. */
export interface CalibrationEvidence {
  readonly dataset: string
  readonly model: string
  /** What is drawn: the probability of the positive class, or that of the class which the model holds most likely. */
  readonly of: 'positive' | 'top_label'
  /** Rows that were judged, and how many the dataset has. */
  readonly rows: number
  readonly ofRows: number
  /** Rows that calibrators were fitted on; those that are judged, fold by fold, where no other dataset is at hand. */
  readonly fitting: CalibrationFitting
  /** The method that the policy puts between this model and its gates. */
  readonly applied: string | null
  readonly choice: CalibratorChoice | null
  /** The scores as the model gives them first (`identity`), then from the simplest calibrator to the least simple. */
  readonly methods: readonly CalibratedEvidence[]
  readonly notes: readonly string[]
}

export interface CalibrationFitting {
  readonly dataset: string
  readonly rows: number
  readonly crossFitted: boolean
}

/** What the chooser would take, from the fitting rows alone. */
export interface CalibratorChoice {
  readonly method: string
  readonly why: string
}

/** One method on the judged rows. */
export interface CalibratedEvidence {
  readonly method: string
  /** Why it was not tried; then there is nothing else. */
  readonly leftOut?: string
  readonly quality: CalibrationQuality | null
  /** Log loss less that of the scores as they are, row by row; `null` for those themselves. */
  readonly change: EstimateWithLimits | null
  /** Of the Brier score, of what is drawn: `score = miscalibration − discrimination + uncertainty`. */
  readonly decomposition: DecompositionEvidence | null
  /** All rows first, then slices. */
  readonly reliability: readonly ReliabilityEvidence[]
}

export interface CalibrationQuality {
  readonly logLoss: EstimateWithLimits
  readonly brier: EstimateWithLimits
  readonly ece: EstimateWithLimits
  readonly smoothEce: EstimateWithLimits
}

/** A value with its limits at 95 %; `null` where there is none. */
export interface EstimateWithLimits {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export interface DecompositionEvidence {
  readonly score: number
  readonly miscalibration: number
  readonly discrimination: number
  readonly uncertainty: number
}

/** How often what was predicted came true, over all rows or in one slice. */
export interface ReliabilityEvidence {
  readonly partition?: string
  readonly slice?: string
  readonly rows: number
  /** Bins of equally many rows, with Wilson's limits at 95 %. */
  readonly bins: {
    readonly predicted: readonly number[]
    readonly observed: readonly number[]
    readonly lower: readonly number[]
    readonly upper: readonly number[]
    readonly rows: readonly number[]
  }
  /** CORP: the ends of the level stretches of the isotonic regression, with where a calibrated model's would run. */
  readonly corp: {
    readonly score: readonly number[]
    readonly observed: readonly number[]
    readonly band: {
      readonly score: readonly number[]
      readonly lower: readonly number[]
      readonly upper: readonly number[]
    }
  }
  /** Shares of the rows in equally wide bins from 0 to 1. */
  readonly histogram: readonly number[]
}
