"""Which layers a model is made of, where the answer could mislead."""

import keras


def each_layer_once(model) -> list:
    """The layers of a model, in order, if each computes once and none is a model.

    Raises:
        ValueError: If the model is not built, or calls a layer twice.
    """
    if not (model.built and getattr(model, "outputs", None) and _once(model)):
        raise ValueError(
            "`model` must be a built functional or sequential model that calls each "
            "of its layers once, with no model among them. "
            f"Received: model {model.name!r} of class {type(model).__name__}"
        )
    return list(model.layers)


def _once(model) -> bool:
    layers = model.layers
    if any(isinstance(layer, keras.Model) for layer in layers):
        return False
    if isinstance(model, keras.Sequential):
        return len({id(layer) for layer in layers}) == len(layers)
    # A tensor that is no layer's (first) output comes from a second call.
    given = {id(t) for layer in layers for t in keras.tree.flatten(layer.output)}
    inner = [m for m in layers if not isinstance(m, keras.layers.InputLayer)]
    taken = [*(layer.input for layer in inner), model.outputs]
    return given.issuperset(id(tensor) for tensor in keras.tree.flatten(taken))


def chain(model) -> list:
    """The layers that compute, in order, if each takes the output of the one before.

    Chains inside a `keras.Sequential` are opened.

    Raises:
        ValueError: If the model is no such chain.
    """
    layers: list = []
    if model.built and _in_a_row(model):
        for layer in model.layers:
            if isinstance(layer, keras.Model):
                layers += chain(layer)
            elif not isinstance(layer, keras.layers.InputLayer):
                layers.append(layer)
    if not layers or len({id(layer) for layer in layers}) < len(layers):
        raise ValueError(
            "`model` must be a built chain of different layers, each on the one "
            f"before. Received: model {model.name!r}"
        )
    return layers


def _in_a_row(model) -> bool:
    if isinstance(model, keras.Sequential):
        return True
    if not getattr(model, "outputs", None):  # a subclass of Model with its own `call`
        return False
    given = [layer.output for layer in model.layers]
    taken = [*(layer.input for layer in model.layers[1:]), *model.outputs]
    return [id(tensor) for tensor in given] == [id(tensor) for tensor in taken]
