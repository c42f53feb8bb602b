package dev.gemba.zoo;

/**
 * An application that does some work and ends in one of the ways that there are: {@code Ending
 * CALLS return|exit|throw|halt|hold|other-thread}.
 */
public final class Ending {

  private static final int EXIT_CODE = 42;

  private Ending() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int calls = Integer.parseInt(arguments[0]);
    long sum = 0;
    for (int i = 0; i < calls; i++) {
      sum += work(i);
    }
    System.out.println("sum " + sum);
    System.out.flush();
    switch (arguments[1]) {
      case "return" -> {}
      case "exit" -> System.exit(EXIT_CODE);
      case "throw" -> throw new IllegalStateException("the end");
      case "halt" -> Runtime.getRuntime().halt(EXIT_CODE);
      case "hold" -> Threads.awaitEndOfInput();
      case "other-thread" -> Threads.start(false, () -> System.out.println("later " + work(1)));
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  static long work(int number) {
    return number * 3L;
  }
}
