"""Where each live figure stands, and how all of a page start."""

# Figures that are far from the reader do not start by themselves.
START_ALL = "globalThis.livePage?.startAll()"

LIVE_PAGES = {
    "connected_network": "book/intro",
    "bar_weigher": "book/01_automatic_learning",
    "shift_explorer": "book/11_feature_maps",
    "computation_graph": "book/02_gradient_based_learning",
    "descent": "book/02_gradient_based_learning",
    "field_explorer": "book/03_local_receptive_fields",
    "kernel_animator": "book/04_shared_weights",
    "subsampling_playground": "book/05_subsampling",
    "c3_table": "book/07_sparse_c3",
    "code_map": "book/08_rbf_output",
    "rbf_view": "book/08_rbf_output",
    "training_replay": "book/09_training",
    "live_training": "book/09_training",
    "many_classifiers": "book/15_classifiers",
    "row_reader": "book/16_digits_in_a_row",
    "drawing_pad": "book/playground",
    "occlusion_explorer": "book/playground",
    "answer_turner": "book/playground",
}
