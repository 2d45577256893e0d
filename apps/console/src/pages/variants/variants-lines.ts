/** What a policy that compares no builds could add. */
export const variantsLines = `models:
  fp32:
    role: variant
    call:
      onnx: models/model.onnx
      inputs: models/features.json
  int8:
    role: variant
    call:
      onnx: models/model-int8.onnx
      inputs: models/features.json
variants:
  reference: fp32
  builds: [int8]
  quality: roc_auc
`
