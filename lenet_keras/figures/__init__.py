"""Pictures of networks and of what they learn: arrays in, matplotlib Figure out."""

from lenet_keras.figures._architecture import (
    journey,
    unit_route,
)
from lenet_keras.figures._changes import (
    errors_by_amount,
    misfit_curves,
    moved_maps,
)
from lenet_keras.figures._classifiers import (
    classifier_bars,
    errors_by_cost,
)
from lenet_keras.figures._code_space import (
    code_map,
    penalties_along,
    reliability_diagram,
)
from lenet_keras.figures._codes import (
    code_gallery,
    code_pictures,
    distance_matrix,
    nearest_codes,
)
from lenet_keras.figures._computation_graph import computation_graph
from lenet_keras.figures._connections import (
    connection_amounts,
    connection_table,
    own_and_shared_weights,
)
from lenet_keras.figures._digits import (
    digit_features,
    digit_gallery,
    digit_parts,
    part_coverage,
)
from lenet_keras.figures._errors import (
    errors_by_capacity,
    errors_by_rate,
    errors_by_size,
    errors_by_training_set,
)
from lenet_keras.figures._ladder import rung_errors
from lenet_keras.figures._layer_measures import (
    distance_left,
    effective_rates,
    layer_counts,
    measures_by_layer,
    saturation_bars,
)
from lenet_keras.figures._learned_kernels import kernel_in_training
from lenet_keras.figures._luck import (
    errors_dealt_again,
    two_kinds_of_luck,
)
from lenet_keras.figures._maps import (
    error_by_place,
    exciting_gallery,
    kernel_answers,
    picture_grid,
)
from lenet_keras.figures._matrices import weight_matrices
from lenet_keras.figures._not_digits import (
    not_digits,
    printed_characters,
)
from lenet_keras.figures._penalties import (
    losses_by_penalty,
    penalty_histograms,
    penalty_rows,
    penalty_squares,
)
from lenet_keras.figures._places import (
    features_on_grids,
    overlaid,
    read_places,
)
from lenet_keras.figures._receptive_fields import (
    field_cone,
    field_frames,
    pixel_influences,
)
from lenet_keras.figures._rejection import (
    acceptance_curves,
    confusion_tables,
    errors_by_margin,
    rejection_curves,
)
from lenet_keras.figures._row_errors import cut_rows, row_errors
from lenet_keras.figures._row_graph import row_graph
from lenet_keras.figures._rows import states_along_row
from lenet_keras.figures._sensitivity import (
    changed_image,
    heat_maps,
    occluded_leads,
)
from lenet_keras.figures._shifted_answers import answers_by_shift
from lenet_keras.figures._squares_back import squares_back
from lenet_keras.figures._states import (
    layer_states,
    states_in_rows,
)
from lenet_keras.figures._steps import (
    map_in_steps,
    unit_in_steps,
    window_sums,
)
from lenet_keras.figures._stuck_descents import stuck_descents
from lenet_keras.figures._training import (
    descent_paths,
    learning_curves,
    loss_surface,
    small_variation,
)
from lenet_keras.figures._units import (
    squashing_curves,
    subsampling_regimes,
    truth_table,
)
from lenet_keras.figures._wanted_inputs import wanted_inputs
from lenet_keras.figures._weighed import (
    weighed_pictures,
)
from lenet_keras.figures._weights import (
    orientation_fits,
    weight_pictures,
)

__all__ = [
    "acceptance_curves",
    "answers_by_shift",
    "changed_image",
    "classifier_bars",
    "code_gallery",
    "code_map",
    "code_pictures",
    "computation_graph",
    "confusion_tables",
    "connection_amounts",
    "connection_table",
    "cut_rows",
    "descent_paths",
    "digit_features",
    "digit_gallery",
    "digit_parts",
    "distance_left",
    "distance_matrix",
    "effective_rates",
    "error_by_place",
    "errors_by_amount",
    "errors_by_capacity",
    "errors_by_cost",
    "errors_by_margin",
    "errors_by_rate",
    "errors_by_size",
    "errors_by_training_set",
    "errors_dealt_again",
    "exciting_gallery",
    "features_on_grids",
    "field_cone",
    "field_frames",
    "heat_maps",
    "journey",
    "kernel_answers",
    "kernel_in_training",
    "layer_counts",
    "layer_states",
    "learning_curves",
    "loss_surface",
    "losses_by_penalty",
    "map_in_steps",
    "measures_by_layer",
    "misfit_curves",
    "moved_maps",
    "nearest_codes",
    "not_digits",
    "occluded_leads",
    "orientation_fits",
    "overlaid",
    "own_and_shared_weights",
    "part_coverage",
    "penalties_along",
    "penalty_histograms",
    "penalty_rows",
    "penalty_squares",
    "picture_grid",
    "pixel_influences",
    "printed_characters",
    "read_places",
    "rejection_curves",
    "reliability_diagram",
    "row_errors",
    "row_graph",
    "rung_errors",
    "saturation_bars",
    "small_variation",
    "squares_back",
    "squashing_curves",
    "states_along_row",
    "states_in_rows",
    "stuck_descents",
    "subsampling_regimes",
    "truth_table",
    "two_kinds_of_luck",
    "unit_in_steps",
    "unit_route",
    "wanted_inputs",
    "weighed_pictures",
    "weight_matrices",
    "weight_pictures",
    "window_sums",
]
