"""In a fresh process: a saved network answers, then learns on two virtual devices."""

import json
import sys

import keras
import numpy as np

import lenet_keras

BACKEND = keras.backend.backend()


def main(saved: str, arrays: str, answers: str) -> None:
    """Reads a network and patterns, writes what it answers and what it has learned."""
    given = np.load(arrays)
    x, y = given["x"], given["y"]
    model = keras.models.load_model(saved)
    found = {"penalties": model.predict(x, verbose=0)}
    error = ""
    try:
        with_two = _on_two_devices(saved)
        callback = lenet_keras.EstimateCurvature(x, y)
        with_two.fit(x, y, batch_size=8, shuffle=False, verbose=0, callbacks=[callback])
        for number, weight in enumerate(with_two.get_weights()):
            found[f"weight_{number:02d}"] = weight
    except Exception as raised:
        error = f"{type(raised).__name__}: {raised}"
    np.savez(answers, **found, error=json.dumps(error))


def _on_two_devices(saved: str) -> keras.Model:
    if BACKEND == "tensorflow":
        import tensorflow as tf

        with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
            model = keras.models.load_model(saved)
        replicas = {len(weight.value.values) for weight in model.weights}
    else:
        keras.distribution.set_distribution(keras.distribution.DataParallel())
        model = keras.models.load_model(saved)
        replicas = {len(weight.value.sharding.device_set) for weight in model.weights}
    assert replicas == {2}, replicas
    return model


if __name__ == "__main__":
    if BACKEND == "tensorflow":  # for JAX the environment has said it
        import tensorflow as tf

        [cpu] = tf.config.list_physical_devices("CPU")
        two = [tf.config.LogicalDeviceConfiguration()] * 2
        tf.config.set_logical_device_configuration(cpu, two)
    main(*sys.argv[1:])
