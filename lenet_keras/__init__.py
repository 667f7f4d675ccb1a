"""LeNet-5 of 1998, exactly, in Keras 3."""

from lenet_keras.activations import scaled_tanh as scaled_tanh
from lenet_keras.counts import count as count
from lenet_keras.datasets import load_mnist as load_mnist
from lenet_keras.datasets import prepare as prepare
from lenet_keras.distortions import random_affine as random_affine
from lenet_keras.distortions import salt_and_pepper as salt_and_pepper
from lenet_keras.feature_maps import feature_maps as feature_maps
from lenet_keras.feature_maps import shift as shift
from lenet_keras.initializers import FanInUniform as FanInUniform
from lenet_keras.layers import RBF as RBF
from lenet_keras.layers import PatchConv2D as PatchConv2D
from lenet_keras.layers import SparseConv2D as SparseConv2D
from lenet_keras.layers import Subsampling2D as Subsampling2D
from lenet_keras.losses import MaximumAPosterioriLoss as MaximumAPosterioriLoss
from lenet_keras.losses import MaximumLikelihoodLoss as MaximumLikelihoodLoss
from lenet_keras.losses import posterior as posterior
from lenet_keras.metrics import ErrorRate as ErrorRate
from lenet_keras.model import lenet5 as lenet5
from lenet_keras.model import weights_card as weights_card
from lenet_keras.normalisation import normalise_digit as normalise_digit
from lenet_keras.optimizers import SDLM as SDLM
from lenet_keras.optimizers import EstimateCurvature as EstimateCurvature
from lenet_keras.optimizers import diagonal_curvature as diagonal_curvature
from lenet_keras.receptive_fields import receptive_fields as receptive_fields
from lenet_keras.snapshots import snapshots as snapshots
