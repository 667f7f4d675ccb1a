"""The layers of LeNet-5 that Keras does not have."""

from lenet_keras.layers.patch_conv2d import PatchConv2D as PatchConv2D
from lenet_keras.layers.rbf import RBF as RBF
from lenet_keras.layers.sparse_conv2d import SparseConv2D as SparseConv2D
from lenet_keras.layers.subsampling2d import Subsampling2D as Subsampling2D
