"""Names that the command line knows before Keras, which takes seconds, is imported."""

RECIPES = ("adam", "best", "distorted", "noise", "paper")

CHANGES: dict[str, type] = {
    "loss": str,
    "j": float,
    "optimizer": str,
    "learning_rate": float,
    "schedule": str,
    "batch_size": int,
    "passes": int,
    "start": str,
    "mu": float,
    "curvature_loss": str,
    "coefficient": str,
    "momentum": float,
    "scale": float,
    "distorted": bool,
    "elastic": float,
    "translation": float,
    "weight_decay": float,
    "noise": float,
}
"""What `lenet-keras train` changes in a recipe: the fields of `Recipe`."""

QUESTIONS = {
    "tuning": "Which loss, rate, mu and curvature is best on held-out digits?",
    "losses": (
        "Equation 8 or 9, all else equal: schedule, start, curvature, care for the "
        "rate?"
    ),
    "given-up": (
        "Candidates that were tested before the held-out digits decided against them."
    ),
    "learning-curves": "Fig. 5: how does the error fall, pass by pass?",
    "training-set-size": "Fig. 6: what are more training digits worth?",
    "distorted": "Fig. 6 and 7: what are distorted digits worth?",
    "distorted-longer": "When does training on distorted digits stop to improve?",
    "noise": "Fig. 13: salt-and-pepper noise in training.",
    "invariance": (
        "Section III-E: which changes of place and shape, which noise does it bear?"
    ),
    "features": (
        "Section I: what are features made by hand worth to a linear classifier?"
    ),
    "optimizers": "Does a rate for each weight beat the best single rate?",
}
"""The experiments of `lenet-keras reproduce`, and what each answers."""
