"""In place of skops' own: the types that a stored classifier of ours is made of, and no others.

skops lists every estimator of scikit-learn and every function of NumPy and SciPy, and imports all of them for it. That
took more than a second of each start, and memory for as long as a door is open. What is not listed here is not trusted:
loading a model with it ends with its name.
"""

import numpy as np
from skops.io._utils import get_type_name

PRIMITIVE_TYPE_NAMES = [f"builtins.{one.__name__}" for one in (int, float, str, bool)]
CONTAINER_TYPE_NAMES = [f"builtins.{one.__name__}" for one in (list, set, map, tuple)]
SKLEARN_ESTIMATOR_TYPE_NAMES = ["sklearn.linear_model._logistic.LogisticRegression", "sklearn.svm._classes.SVC"]
SKLEARN_INTERNAL_TYPE_NAMES: list[str] = []
SCIPY_UFUNC_TYPE_NAMES: list[str] = []
NUMPY_UFUNC_TYPE_NAMES: list[str] = []
NUMPY_RANDOM_BIT_GENERATOR_TYPE_NAMES: list[str] = []
NUMPY_DTYPE_TYPE_NAMES = sorted(
    {name for kind in np.sctypeDict.values() if (name := get_type_name(kind)).startswith("numpy")}
)
