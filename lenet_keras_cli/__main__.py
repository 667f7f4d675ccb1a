import sys

from lenet_keras_cli import main

sys.exit(main())
