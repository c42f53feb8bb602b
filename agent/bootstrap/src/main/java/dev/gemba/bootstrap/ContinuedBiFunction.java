package dev.gemba.bootstrap;

import java.util.function.BiFunction;

/** As {@link Continued}, for the one kind of function that cannot be of the same class. */
@SuppressWarnings({"rawtypes", "unchecked"}) // what the function takes and gives is its caller's
final class ContinuedBiFunction implements BiFunction {

  private final BiFunction function;
  private final TraceContext context;

  ContinuedBiFunction(BiFunction function, TraceContext context) {
    this.function = function;
    this.context = context;
  }

  @Override
  public Object apply(Object first, Object second) {
    long entered = Handoffs.enter(context);
    try {
      return function.apply(first, second);
    } finally {
      Handoffs.leave(entered);
    }
  }
}
