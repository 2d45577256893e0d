"""HopSkipJump of the adversarial-robustness-toolbox on the rows that tools/bench/attacks.ts hands over.

Reads {"model", "lower", "unit", "rows", "threshold", "budgets", "seed"} as JSON from standard input, rows already scaled
to [0, 1]; prints for every setting and budget the distance of each row's closest flip (null where there is none). The closest
flip among the first `budget` scored points counts, not only the last iterate, and every setting is tried with its own random
start and from the nearest row of the other class: both are to the peer's advantage.
"""

import json
import sys

import art
import numpy as np
import onnxruntime
from art.attacks.evasion import HopSkipJump
from art.estimators.classification import BlackBoxClassifier

task = json.load(sys.stdin)
lower, unit = np.array(task["lower"]), np.array(task["unit"])
rows = np.array(task["rows"], dtype=np.float64)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(task["model"], options)


class Spent(Exception):
    """The budget of a row is used up."""


class Watch:
    """Counts the points scored for one row and keeps the closest flip at each budget."""

    def start(self, row, decision):
        self.row, self.decision = row, decision
        self.used, self.closest = 0, np.inf
        self.at_budget = {}

    def predict(self, points):
        raw = (lower + np.asarray(points, dtype=np.float64) * unit).astype(np.float32)
        scores = session.run(None, {"features": raw})[0].reshape(-1).astype(np.float64)
        for point, score in zip(points, scores):
            if self.used in budgets:
                self.at_budget[self.used] = self.closest
            if self.used == budgets[-1]:
                raise Spent
            self.used += 1
            if (score >= task["threshold"]) != self.decision:
                self.closest = min(self.closest, float(np.linalg.norm(np.asarray(point, dtype=np.float64) - self.row)))
        return np.stack([1 - scores, scores], axis=1)


def attack(i, points, start):
    np.random.seed(task["seed"] + i)
    row = rows[i]
    watch.start(row, decisions[i])
    classifier = BlackBoxClassifier(watch.predict, input_shape=(len(row),), nb_classes=2, clip_values=(0.0, 1.0))
    peer = HopSkipJump(
        classifier, norm=2, max_iter=1000, max_eval=10000, init_eval=points, init_size=100, verbose=False, batch_size=256
    )
    try:
        begin = None if start == "random" else rows[nearest_other(i)][None].astype(np.float32)
        peer.generate(row[None].astype(np.float32), x_adv_init=begin)
    except Spent:
        pass
    return [watch.at_budget.get(budget, watch.closest) for budget in budgets]


def nearest_other(i):
    others = np.flatnonzero(decisions != decisions[i])
    return others[np.argmin(np.linalg.norm(rows[others] - rows[i], axis=1))]


budgets = sorted(task["budgets"])
raw_rows = (lower + rows * unit).astype(np.float32)
decisions = session.run(None, {"features": raw_rows})[0].reshape(-1) >= task["threshold"]
watch = Watch()
results = []
for start in ("random", "nearest row"):
    for points in (10, 20, 50, 100):
        found = [attack(i, points, start) for i in range(len(rows))]
        for b, budget in enumerate(budgets):
            distances = [row[b] if np.isfinite(row[b]) else None for row in found]
            results.append({"start": start, "points": points, "budget": budget, "distances": distances})
print(json.dumps({"version": art.__version__, "results": results}))
