import keras
from keras import ops


@keras.saving.register_keras_serializable(package="lenet_keras")
def scaled_tanh(x, amplitude: float = 1.7159, slope: float = 2 / 3):
    """The squashing function of every layer up to F6: f(a) = A tanh(S a).

    With the paper's A and S, f(1) = 1 and f(-1) = -1, the gain is about 1 over the
    working range, and the curvature is largest near +-1, where the targets lie.

    Args:
        x: Tensor of total inputs (weighted sum plus bias), any shape.
        amplitude: A, the height of the asymptotes. Defaults to 1.7159.
        slope: S, which sets the slope at the origin, `A * S`. Defaults to 2/3.

    Returns:
        Tensor of states between `-amplitude` and `amplitude`, same shape as `x`.

    Example:

    >>> import keras
    >>> import numpy as np
    >>> from lenet_keras import scaled_tanh
    >>> states = scaled_tanh(np.array([-1.0, 0.0, 1.0]))
    >>> keras.ops.convert_to_numpy(states).round(3).tolist()
    [-1.0, 0.0, 1.0]

    Reference:
        Section II-B, equations 5 and 6; Appendix A.
    """
    x = ops.convert_to_tensor(x)
    return amplitude * ops.tanh(slope * x)
