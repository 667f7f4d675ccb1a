"""Pictures of networks and of what they learn: arrays in, matplotlib Figure out."""

from lenet_keras.figures._architecture import draw_architecture, draw_counts
from lenet_keras.figures._codes import (
    acceptance_curves,
    alphabet,
    distance_matrix,
    drawings,
    losses_by_penalty,
    penalty_histograms,
)
from lenet_keras.figures._connections import (
    connection_table,
    damage,
    dependence,
    kernel_grid,
    one_map,
)
from lenet_keras.figures._errors import (
    confusions,
    found_errors,
    penalty_rows,
    tradeoffs,
)
from lenet_keras.figures._fields import (
    draw_answers,
    draw_changes,
    draw_receptive_fields,
    draw_window,
)
from lenet_keras.figures._galleries import (
    code_gallery,
    digit_gallery,
    map_gallery,
    saturation_bars,
)
from lenet_keras.figures._gradients import (
    loss_surface,
    small_variation,
    squashing_curves,
    starts_by_layer,
)
from lenet_keras.figures._invariance import (
    change_by_layer,
    error_against_amount,
    odd_digits,
)
from lenet_keras.figures._kernels import (
    connection_strengths,
    orientation_fits,
    weight_pictures,
)
from lenet_keras.figures._layer_weights import f6_weights, subsampling_regimes
from lenet_keras.figures._learning import (
    capacity_curves,
    digit_features,
    errors_by_size,
)
from lenet_keras.figures._learning_curves import (
    learning_curves,
    rejection_curves,
    training_set_size,
)
from lenet_keras.figures._maps import layer_states, moved_maps, states_side_by_side
from lenet_keras.figures._not_digits import not_digits
from lenet_keras.figures._output import draw_codes, draw_penalties
from lenet_keras.figures._overview import draw_states
from lenet_keras.figures._parts import draw_coverage, draw_parts
from lenet_keras.figures._routes import (
    draw_route,
    exciting_gallery,
    partial_sums,
    patch_row,
    penalty_squares,
)
from lenet_keras.figures._sharing import copies_or_kernel, error_by_place
from lenet_keras.figures._subsampling import (
    arrangements,
    misfit_curves,
    picture_grid,
    states_by_inputs_on,
    truth_table,
)
from lenet_keras.figures._training import (
    descent_paths,
    distance_left,
    effective_rates,
    errors_by_rate,
)

__all__ = [
    "acceptance_curves",
    "alphabet",
    "arrangements",
    "capacity_curves",
    "change_by_layer",
    "code_gallery",
    "confusions",
    "connection_strengths",
    "connection_table",
    "copies_or_kernel",
    "damage",
    "dependence",
    "descent_paths",
    "digit_features",
    "digit_gallery",
    "distance_left",
    "distance_matrix",
    "draw_answers",
    "draw_architecture",
    "draw_changes",
    "draw_codes",
    "draw_counts",
    "draw_coverage",
    "draw_parts",
    "draw_penalties",
    "draw_receptive_fields",
    "draw_route",
    "draw_states",
    "draw_window",
    "drawings",
    "effective_rates",
    "error_against_amount",
    "error_by_place",
    "errors_by_rate",
    "errors_by_size",
    "exciting_gallery",
    "f6_weights",
    "found_errors",
    "kernel_grid",
    "layer_states",
    "learning_curves",
    "loss_surface",
    "losses_by_penalty",
    "map_gallery",
    "misfit_curves",
    "moved_maps",
    "not_digits",
    "odd_digits",
    "one_map",
    "orientation_fits",
    "partial_sums",
    "patch_row",
    "penalty_histograms",
    "penalty_rows",
    "penalty_squares",
    "picture_grid",
    "rejection_curves",
    "saturation_bars",
    "small_variation",
    "squashing_curves",
    "starts_by_layer",
    "states_by_inputs_on",
    "states_side_by_side",
    "subsampling_regimes",
    "tradeoffs",
    "training_set_size",
    "truth_table",
    "weight_pictures",
]
