"""Looking inside a network: counts, receptive fields, maps, routes, templates."""

from lenet_keras.inspection._code_plane import CodePlane
from lenet_keras.inspection._counts import LayerCount, count
from lenet_keras.inspection._exciting_inputs import (
    ExcitingInputs,
    exciting_inputs,
    largest_sums,
)
from lenet_keras.inspection._exciting_patches import ExcitingPatches, exciting_patches
from lenet_keras.inspection._feature_maps import feature_maps
from lenet_keras.inspection._following import misfit, moved_right
from lenet_keras.inspection._parts import peaks
from lenet_keras.inspection._pixel_changes import pixel_changes
from lenet_keras.inspection._receptive_fields import ReceptiveField, receptive_fields
from lenet_keras.inspection._reliability import Reliability, reliability
from lenet_keras.inspection._routes import Step, strongest_route
from lenet_keras.inspection._sensitivity import (
    SmallestChange,
    image_gradient,
    occlusion_map,
    smallest_change,
)
from lenet_keras.inspection._small_classifiers import (
    Prototypes,
    SmallClassifier,
    middle,
    shipped_prototypes,
    small_classifiers,
)
from lenet_keras.inspection._templates import (
    OrientationFit,
    linear_templates,
    neighbour_correlation,
    orientation_fit,
    random_kernels,
)

__all__ = [
    "CodePlane",
    "ExcitingInputs",
    "ExcitingPatches",
    "LayerCount",
    "OrientationFit",
    "Prototypes",
    "ReceptiveField",
    "Reliability",
    "SmallClassifier",
    "SmallestChange",
    "Step",
    "count",
    "exciting_inputs",
    "exciting_patches",
    "feature_maps",
    "image_gradient",
    "largest_sums",
    "linear_templates",
    "middle",
    "misfit",
    "moved_right",
    "neighbour_correlation",
    "occlusion_map",
    "orientation_fit",
    "peaks",
    "pixel_changes",
    "random_kernels",
    "receptive_fields",
    "reliability",
    "shipped_prototypes",
    "small_classifiers",
    "smallest_change",
    "strongest_route",
]
