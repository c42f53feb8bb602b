package dev.gemba.bench.workload;

/** Says hello, and that is all. */
public final class Hello {

  private Hello() {}

  /** See the class. */
  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
