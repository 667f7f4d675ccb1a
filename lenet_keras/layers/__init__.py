"""The layers of LeNet-5 that Keras does not have."""

from lenet_keras.layers._patch_conv2d import PatchConv2D
from lenet_keras.layers._rbf import RBF
from lenet_keras.layers._sparse_conv2d import SparseConv2D
from lenet_keras.layers._subsampling2d import Subsampling2D

__all__ = [
    "PatchConv2D",
    "RBF",
    "SparseConv2D",
    "Subsampling2D",
]
