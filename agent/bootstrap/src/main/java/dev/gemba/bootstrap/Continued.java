package dev.gemba.bootstrap;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A function that carries on the trace in which it was handed over, wherever it is called. Only for
 * functions that nobody can ask for again. Immutable.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // what the function takes and gives is its caller's
final class Continued implements Function, Consumer, BiConsumer, Supplier, Runnable {

  private final Object function;
  private final TraceContext context;

  Continued(Object function, TraceContext context) {
    this.function = function;
    this.context = context;
  }

  @Override
  public Object apply(Object argument) {
    long entered = Handoffs.enter(context);
    try {
      return ((Function) function).apply(argument);
    } finally {
      Handoffs.leave(entered);
    }
  }

  @Override
  public void accept(Object argument) {
    long entered = Handoffs.enter(context);
    try {
      ((Consumer) function).accept(argument);
    } finally {
      Handoffs.leave(entered);
    }
  }

  @Override
  public void accept(Object first, Object second) {
    long entered = Handoffs.enter(context);
    try {
      ((BiConsumer) function).accept(first, second);
    } finally {
      Handoffs.leave(entered);
    }
  }

  @Override
  public Object get() {
    long entered = Handoffs.enter(context);
    try {
      return ((Supplier) function).get();
    } finally {
      Handoffs.leave(entered);
    }
  }

  @Override
  public void run() {
    long entered = Handoffs.enter(context);
    try {
      ((Runnable) function).run();
    } finally {
      Handoffs.leave(entered);
    }
  }
}
