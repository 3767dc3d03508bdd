"""`manage.py evaluate_recommendations`: do other weights do better? By the log, or simulated."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = (
        "Replay the log of recommendations with the weights in force, and with --weights: what a "
        "shown place brings (0 nothing, 0.5 put on a deck or in a room, 0.8 read by the prospect, "
        "1 read before a deal with them was won), with a 95 % interval and the effective sample "
        "size. --simulate runs worlds whose truth is known instead."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--weights",
            metavar="JSON",
            help="weights to judge, such as '{\"outcome\": 30}', or a file of them",
        )
        parser.add_argument("--days", type=int, default=180, help="of the log (180)")
        parser.add_argument(
            "--place", action="append", default=[], help="room, deck, offer, like or other; all"
        )
        parser.add_argument("--simulate", action="store_true", help="worlds whose truth is known")
        parser.add_argument("--worlds", type=int, default=6)
        parser.add_argument("--lists", type=int, default=3000, help="shown in each world")
        parser.add_argument("--plot", metavar="FILE", help="write regret over time as SVG")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        weights = _read(options["weights"])
        if options["simulate"]:
            self._simulate(weights, options)
        else:
            self._replay(weights, options)

    # --- The log --------------------------------------------------------------------------
    def _replay(self, weights: Any, options: Any) -> None:
        from cms.recommendations.evaluation import judge
        from cms.recommendations.models import Place
        from cms.recommendations.settling import settle

        unknown = set(options["place"]) - set(Place.values)
        if unknown:
            raise CommandError(f"No such place: {', '.join(sorted(unknown))}.")
        settle()
        judged = judge(
            {"yours": weights} if weights else None,
            days=options["days"],
            places=options["place"] or Place.values,
        )
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "lists": judged.lists,
                        "places": judged.shown.places,
                        "trials": judged.explored,
                        "shown": _as_object(judged.shown),
                        "weights": {n: _as_object(e) for n, e in judged.arms.items()},
                    },
                    indent=2,
                )
            )
            return
        self.stdout.write(
            f"{judged.lists} lists, {judged.shown.places} places, {judged.explored} of them "
            f"trials, of the last {options['days']} days."
        )
        if not judged.lists:
            self.stdout.write("Nothing was recommended yet, so nothing can be judged.")
            return
        self.stdout.write(
            f"{'':26} {'brings':>7}  {'95 % interval':>15}  {'effective':>9}  agreed"
        )
        for name, one in {"what was shown": judged.shown, **judged.arms}.items():
            self.stdout.write(_line(name, one))
        for name, one in judged.arms.items():
            if not one.enough:
                self.stdout.write(
                    self.style.WARNING(
                        f"Too little is known of {name}: {one.effective:.0f} effective places in "
                        f"{one.lists} lists; 30 of each are needed. Let trials run on, or take "
                        "more days."
                    )
                )

    # --- A world whose truth is known -----------------------------------------------------
    def _simulate(self, weights: Any, options: Any) -> None:
        from cms.recommendations.plotting import regret_plot
        from cms.recommendations.simulation import simulate
        from cms.recommendations.weights import DEFAULTS

        if options["worlds"] < 1 or options["lists"] < 20:
            raise CommandError("At least one world and twenty lists are needed.")
        courses = simulate(weights or DEFAULTS, worlds=options["worlds"], lists=options["lists"])
        if options["plot"]:
            shown = [course for course in courses if course.name != "no trials"]
            Path(options["plot"]).write_text(regret_plot(shown), encoding="utf-8")
        if options["json"]:
            self.stdout.write(json.dumps([asdict(course) for course in courses], indent=2))
            return
        self.stdout.write(
            f"{options['worlds']} worlds, {options['lists']} lists in each. Regret: readers lost "
            "against the best lists; less is better."
        )
        self.stdout.write(f"{'':14} {'in all':>8}  {'95 % interval':>16}  a list, at the end")
        for course in courses:
            interval = f"{course.low:,.0f} to {course.high:,.0f}"
            self.stdout.write(
                f"{course.name:14} {course.end:8,.0f}  {interval:>16}  {course.late:.3f}"
            )


def _read(text: str | None) -> Any:
    from cms.recommendations.weights import BadWeights, Weights

    if not text:
        return None
    try:
        file = Path(text)
        read = json.loads(text if text.lstrip().startswith("{") else file.read_text("utf-8"))
        if not isinstance(read, dict):
            raise CommandError("The weights are not a JSON object.")
        return Weights.read(read)
    except (OSError, ValueError) as error:
        reason = error.why if isinstance(error, BadWeights) else str(error)
        raise CommandError(f"The weights cannot be read: {reason}") from error


def _as_object(one: Any) -> dict[str, Any]:
    value = None if math.isnan(one.value) else round(one.value, 4)
    return {
        **asdict(one),
        "value": value,
        "low": round(one.low, 4),
        "high": round(one.high, 4),
        "effective": round(one.effective, 1),
        "enough": one.enough,
    }


def _line(name: str, one: Any) -> str:
    value = "-" if math.isnan(one.value) else f"{one.value:.3f}"
    interval = f"{one.low:.3f} to {one.high:.3f}"
    return (
        f"{name:26} {value:>7}  {interval:>15}  {one.effective:9.0f}  {one.agreed} of {one.places}"
    )
