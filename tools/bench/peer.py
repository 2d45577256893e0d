"""What the bench compares with: pandas and scikit-learn computing the same values, without intervals.

The table is read once; each slice column is grouped once; every slice gets the same six metrics. Prints one JSON
object: seconds by step, peak memory, and the values, which the bench compares with Sluice's.
"""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd
import sklearn
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score, log_loss, roc_auc_score


def ece(label, score, bins=15):
    """Equal-width bins closed on the right, edges b / bins."""
    edges = np.arange(1, bins) / bins
    index = np.searchsorted(edges, score, side="left")
    gap = np.bincount(index, weights=label - score, minlength=bins)
    return float(np.abs(gap).sum() / len(label))


def measure(label, score):
    return {
        "roc_auc": roc_auc_score(label, score),
        "pr_auc": average_precision_score(label, score),
        "log_loss": log_loss(label, score),
        "brier": brier_score_loss(label, score),
        "ece": ece(label, score),
        "f1": f1_score(label, score >= 0.5),
    }


def main(path, columns):
    started = time.perf_counter()
    table = pd.read_parquet(path, columns=["label", "score", *columns])
    read = time.perf_counter()
    label = table["label"].to_numpy()
    score = table["score"].to_numpy()
    values = {"all": measure(label, score)}
    for column in columns:
        for value, rows in table.groupby(column).indices.items():
            values[f"{column}={value}"] = measure(label[rows], score[rows])
    done = time.perf_counter()
    print(
        json.dumps(
            {
                "versions": f"scikit-learn {sklearn.__version__}, pandas {pd.__version__}, numpy {np.__version__}",
                "seconds": done - started,
                "read": read - started,
                "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "values": values,
            }
        )
    )


main(sys.argv[1], sys.argv[2].split(","))
