import numpy as np

from lenet_keras.model import lenet5


class Judge:
    """The penalties of many patterns at once, by the form that is fast at that.

    Args:
        model: The network; its weights are those that it has when it is asked.
    """

    def __init__(self, model):
        self.model, self.many = model, lenet5()

    def __call__(self, x) -> np.ndarray:
        self.many.set_weights(self.model.get_weights())
        return self.many.predict(x, batch_size=500, verbose=0)
