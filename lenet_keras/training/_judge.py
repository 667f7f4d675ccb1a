import keras
import numpy as np


class Judge:
    """The penalties of many patterns at once, by the form that is fast at that.

    Args:
        model: The network; its weights are those that it has when it is asked.
        many: The same network in that form.
    """

    def __init__(self, model: keras.Model, many: keras.Model):
        self.model, self.many = model, many

    def __call__(self, x) -> np.ndarray:
        self.many.set_weights(self.model.get_weights())
        return self.many.predict(x, batch_size=500, verbose=0)
