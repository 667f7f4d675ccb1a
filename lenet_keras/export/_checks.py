def refuse_quantized(layers) -> None:
    """Raises if a layer no longer holds its weights as they were trained.

    Raises:
        ValueError: If `model.quantize` has changed one.
    """
    for layer in layers:
        if mode := getattr(layer, "quantization_mode", None):
            raise ValueError(
                "`model` must be exported before `model.quantize` changes it. "
                f"Received: layer {layer.name!r} in {mode!r}"
            )
