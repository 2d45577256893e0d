"""What the calibration bench compares with: scikit-learn's isotonic regression on the same columns.

Prints one JSON object: median milliseconds of nine fits from the table's order and from sorted scores, and the fitted
values at 1 001 scores.
"""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.isotonic import IsotonicRegression


def median_ms(scores, labels):
    times = []
    for _ in range(9):
        started = time.perf_counter()
        model = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
        times.append(1000 * (time.perf_counter() - started))
    return sorted(times)[4], model


def main(path, rows):
    data = np.fromfile(path, dtype=np.uint8)
    scores = data[: 8 * rows].view(np.float64)
    labels = data[8 * rows :].astype(np.float64)
    table, model = median_ms(scores, labels)
    order = np.argsort(scores)
    ordered, _ = median_ms(scores[order], labels[order])
    at = np.linspace(0, 1, 1001)
    print(
        json.dumps(
            {
                "version": f"scikit-learn {sklearn.__version__}",
                "table": table,
                "sorted": ordered,
                "at": at.tolist(),
                "values": model.predict(at).tolist(),
            }
        )
    )


main(sys.argv[1], int(sys.argv[2]))
