"""From tagged neighbours and the terms' own words to suggested tags (pure).

Three signs speak for a term: the votes of the nearest tagged texts, a linear model of the
term over all of them, and how close the text is to the term's own words. A logistic model
weighs them into a confidence. All of it is fitted on each example as if its own tags were
not known, so that a confidence of 70 % is right seven times in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Choice = NDArray[np.bool_]

TEMPERATURE = 0.1  # a vote weighs 1 / e where the cosine is so much below the nearest one's
SAMPLE = 1000  # examples that the weights are fitted on; neighbours are looked for among all
# What the weights are where a site has few tags of its own: votes, linear model, own words.
USUAL = np.array([-1.7, 0.9, 4.3, 0.27])
TRUST = 3.0  # in the usual weights, as a precision
THRESHOLDS = (0.25, 0.6)  # no site's own threshold is further out


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with their tags. `vectors` (texts, dimensions) and `own` (terms, dimensions) have
    rows of length one, or of zeros where there is no vector; `labels` is (texts, terms)."""

    vectors: Floats
    labels: Choice
    own: Floats

    @property
    def size(self) -> int:
        return len(self.vectors)

    def only(self, rows: NDArray[np.int_]) -> Examples:
        return replace(self, vectors=self.vectors[rows], labels=self.labels[rows])


@dataclass(frozen=True, slots=True)
class Plan:
    """How many neighbours vote, and how stiff the linear model is."""

    neighbours: int = 20
    stiffness: float = 1.0


PLANS = (Plan(20, 1.0), Plan(40, 0.5))


@dataclass(frozen=True, slots=True)
class Tagger:
    """Suggests terms for texts; see `fit`."""

    examples: Examples
    plan: Plan
    weights: Floats
    threshold: float
    centre: Floats
    linear: Floats
    own_mean: Floats
    own_deviation: Floats

    def confidences(self, vectors: Floats) -> Floats:
        """Return (texts, terms), each from 0 to 1, for texts that are not examples."""
        cosines = vectors @ self.examples.vectors.T
        votes = _votes(cosines, self.examples.labels, self.plan.neighbours)
        scores = np.c_[vectors - self.centre, np.ones(len(vectors))] @ self.linear
        own = (vectors @ self.examples.own.T - self.own_mean) / self.own_deviation
        return sigmoid(_signs(votes, scores, own) @ self.weights)

    def nearest(self, vector: Floats, term: int, most: int = 3) -> list[tuple[int, float]]:
        """Return (example, cosine) of the nearest voters that carry the term."""
        cosines = self.examples.vectors @ vector
        voters = np.argsort(-cosines, kind="stable")[: self.plan.neighbours]
        carrying = [int(row) for row in voters if self.examples.labels[row, term]]
        return [(row, min(float(cosines[row]), 1.0)) for row in carrying[:most]]


def fit(examples: Examples, plans: Sequence[Plan] = PLANS, seed: int = 0) -> Tagger:
    """Fit weights and threshold, and choose the plan, with each example's own tags left out."""
    rows = np.arange(examples.size)
    if examples.size > SAMPLE:
        rows = np.sort(np.random.default_rng(seed).choice(rows, SAMPLE, replace=False))
    signs = {plan: left_out(examples, plan, rows) for plan in plans} if examples.size > 1 else {}
    plan, weights, threshold = choose(signs, examples.labels[rows].astype(float))
    centre, linear = _linear(examples, plan.stiffness)
    mean, deviation = _spread(examples)
    return Tagger(examples, plan, weights, threshold, centre, linear, mean, deviation)


def choose(signs: dict[Plan, Floats], labels: Floats) -> tuple[Plan, Floats, float]:
    """Return the plan whose left-out signs explain the labels best, its weights, a threshold."""
    best = (Plan(), USUAL, 0.5)
    least = np.inf
    for plan, found in signs.items():
        flat, truth = found.reshape(-1, found.shape[-1]), labels.ravel()
        weights = logistic(flat, truth)
        confidences = sigmoid(flat @ weights)
        loss = -np.log(np.where(truth > 0, confidences, 1 - confidences) + 1e-12).mean()
        if loss < least:
            least = loss
            best = (plan, weights, float(np.clip(best_threshold(confidences, truth), *THRESHOLDS)))
    return best


def left_out(examples: Examples, plan: Plan, rows: NDArray[np.int_]) -> Floats:
    """Return the signs (rows, terms, 4) of examples as if their own tags were not known."""
    cosines = examples.vectors[rows] @ examples.vectors.T
    cosines[np.arange(len(rows)), rows] = -np.inf
    votes = _votes(cosines, examples.labels, plan.neighbours)
    mean, deviation = _spread(examples)
    own = (examples.vectors[rows] @ examples.own.T - mean) / deviation
    return _signs(votes, _left_out_scores(examples, plan.stiffness, rows), own)


def logistic(signs: Floats, truth: Floats, rounds: int = 25) -> Floats:
    """Return weights that make `signs @ weights` log-odds of the truth, drawn to the usual."""
    weights = USUAL.copy()
    for _round in range(rounds):
        chance = sigmoid(signs @ weights)
        slack = chance * (1 - chance) + 1e-9
        gradient = signs.T @ (truth - chance) - TRUST * (weights - USUAL)
        curvature = signs.T @ (signs * slack[:, None]) + TRUST * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        # A step that is too long for the curvature at hand is cut short.
        weights = weights + step * min(1.0, 4.0 / max(float(np.linalg.norm(step)), 1e-12))
        if float(np.abs(step).max()) < 1e-7:
            break
    return weights


def best_threshold(confidences: Floats, truth: Floats) -> float:
    """Return the confidence from which on to say yes, for the best micro-F1."""
    flat, said = confidences.ravel(), truth.ravel()
    order = np.argsort(-flat, kind="stable")
    right = np.cumsum(said[order])
    if not right.size or right[-1] == 0:
        return 0.5
    f1 = 2 * right / (np.arange(1, len(right) + 1) + right[-1])
    return float(flat[order[int(f1.argmax())]])


def _votes(cosines: Floats, labels: Choice, neighbours: int) -> Floats:
    """Return (texts, terms): the share of the nearest examples' weight that has the term."""
    if not labels.shape[0]:
        return np.zeros((len(cosines), labels.shape[1]))
    kept = min(neighbours, cosines.shape[1])
    best = np.argpartition(-cosines, kept - 1, axis=1)[:, :kept]
    near = np.take_along_axis(cosines, best, axis=1)
    highest = near.max(axis=1, keepdims=True)
    weights = np.exp((near - np.where(np.isfinite(highest), highest, 0)) / TEMPERATURE)
    total = weights.sum(axis=1)
    found = np.zeros((len(cosines), labels.shape[1]))
    for row in range(len(cosines)):
        found[row] = weights[row] @ labels[best[row]]
    return found / np.maximum(total, 1e-12)[:, None]


def _signs(votes: Floats, scores: Floats, own: Floats) -> Floats:
    share = np.log((votes + 0.02) / (1 - votes + 0.02))
    return np.stack([np.ones_like(share), share, scores, own], axis=-1)


def _linear(examples: Examples, stiffness: float) -> tuple[Floats, Floats]:
    centre = examples.vectors.mean(axis=0) if examples.size else np.zeros(examples.own.shape[1])
    rows = np.c_[examples.vectors - centre, np.ones(examples.size)]
    return centre, _inverse(rows, stiffness) @ (rows.T @ examples.labels)


def _inverse(rows: Floats, stiffness: float) -> Floats:
    penalty = np.full(rows.shape[1], stiffness)
    penalty[-1] = 1e-3  # the term's frequency is not held back
    return np.asarray(np.linalg.inv(rows.T @ rows + np.diag(penalty)), dtype=np.float64)


def _left_out_scores(examples: Examples, stiffness: float, chosen: NDArray[np.int_]) -> Floats:
    """Return the linear model's score of each text by all texts but itself, in closed form."""
    centre = examples.vectors.mean(axis=0)
    rows = np.c_[examples.vectors - centre, np.ones(examples.size)]
    inverse = _inverse(rows, stiffness)
    some = rows[chosen]
    influence = np.minimum(((some @ inverse) * some).sum(axis=1), 0.999)[:, None]
    scores = some @ (inverse @ (rows.T @ examples.labels))
    return np.asarray((scores - influence * examples.labels[chosen]) / (1 - influence))


def _spread(examples: Examples) -> tuple[Floats, Floats]:
    """Return mean and deviation of the cosines of each term's own words to all examples."""
    terms = len(examples.own)
    if examples.size < 2:
        return np.full(terms, 0.2), np.full(terms, 0.1)
    cosines = examples.vectors @ examples.own.T
    return cosines.mean(axis=0), np.maximum(cosines.std(axis=0), 0.02)


def sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))))
