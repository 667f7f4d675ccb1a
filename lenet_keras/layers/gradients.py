"""One product of a cotangent with a Jacobian, on any backend."""

import keras


def vjp(function, primal, cotangent):
    """Returns the derivative of sum(function(primal) * cotangent) by primal."""
    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        primal = tf.convert_to_tensor(primal)  # a variable may lie on several devices
        with tf.GradientTape() as tape:
            tape.watch(primal)
            output = function(primal)
        return tape.gradient(output, primal, output_gradients=cotangent)
    if backend == "jax":
        import jax

        return jax.vjp(function, primal)[1](cotangent)[0]
    if backend == "torch":
        import torch

        primal = primal.detach().requires_grad_()
        with torch.enable_grad():
            output = function(primal)
        return torch.autograd.grad(output, primal, cotangent)[0]
    raise RuntimeError(
        f"Expected the backend tensorflow, jax or torch. Received: {backend}"
    )
