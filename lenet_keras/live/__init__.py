"""Widgets for the book: sliders that also work in a page without a kernel."""

from lenet_keras.live.shift_slider import shift_slider as shift_slider
