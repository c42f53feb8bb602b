package dev.gemba.bench.workload;

import java.util.Random;

/** How long calls are meant to take. The same seed plans the same calls. */
enum Distribution {
  CONSTANT_SHORT {
    @Override
    long nextNanos(Random random) {
      return 500;
    }
  },
  CONSTANT {
    @Override
    long nextNanos(Random random) {
      return 10_000;
    }
  },
  UNIFORM {
    @Override
    long nextNanos(Random random) {
      return 1_000L + random.nextInt(99_000);
    }
  },
  LOGNORMAL {
    @Override
    long nextNanos(Random random) {
      return (long) Math.min(5_000_000, 20_000 * Math.exp(random.nextGaussian()));
    }
  },
  BIMODAL {
    @Override
    long nextNanos(Random random) {
      return random.nextInt(5) == 0 ? 200_000 : 5_000;
    }
  };

  abstract long nextNanos(Random random);
}
