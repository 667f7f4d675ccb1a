"""Networks for other programs: ONNX and safetensors files."""

from lenet_keras.export._onnx import onnx_model
from lenet_keras.export._write import write_onnx, write_safetensors

__all__ = ["onnx_model", "write_onnx", "write_safetensors"]
