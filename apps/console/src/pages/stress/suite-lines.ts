/** What a policy without a stress suite could add. */
export const suiteLines = `stress:
  tabular-noise:
    model:
      onnx: models/model.onnx
      inputs: models/features.json
    perturb: [{ noise: true }, { missing: true }]
    slices: all
gates:
  - name: survives-noise
    metric: failure_rate
    stress: tabular-noise
    max: 0.05
`
